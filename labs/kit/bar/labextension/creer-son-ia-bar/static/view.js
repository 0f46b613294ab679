// What the bar looks like. The one rule: buttons stay the same nodes all their life, so that focus never jumps;
// what changes is the text around them. News go into one live region, so that a screen reader hears each once.
import { element } from './element.js';
import { dueText, pill, whenText } from './news.js';
import { shapes } from './words.js';

export class BarView {
  constructor(lab, words, exercises, on) {
    this.lab = lab;
    this.words = words;
    this.exercises = exercises;
    this.on = on;
    this.myLabs = element('a', { class: 'caire-home', href: '/services/record/', onclick: on.leave }, words.myLabs);
    this.title = element('h2', { class: 'caire-title' }, lab.lab);
    this.due = element('span', { class: 'caire-soft caire-due' });
    this.steps = element('ol', { class: 'caire-steps', 'aria-label': words.steps });
    this.buttons = this.makeButtons();
    this.more = this.makeMore();
    this.ask = element('div', { class: 'caire-ask', role: 'group', 'aria-label': words.again, hidden: true });
    this.said = element('span', { class: 'caire-news' }); // passes: what is being done, what was done
    this.mark = element('span', { class: 'caire-news' }); // stays: where the last submission stands
    this.news = element('div', { role: 'status', 'aria-live': 'polite', class: 'caire-news' }, this.said, this.mark);
    this.receipt = element('span', { class: 'caire-receipt' });
    this.toggle = element('button', {
      type: 'button', class: 'caire-link', 'aria-expanded': 'false', hidden: true, onclick: () => this.showReasons()
    });
    this.alert = element('div', { class: 'caire-alert', role: 'alert' });
    this.reasons = element('ul', { class: 'caire-reasons', 'aria-label': words.reasons, tabindex: '0', hidden: true });
    this.root = this.assemble();
    this.setSteps([]);
    if (!lab.isTheOne) {
      this.sayItIsACopy();
    }
  }

  assemble() {
    return element(
      'section', { class: 'caire-bar', lang: this.lab.lang, 'aria-label': this.words.bar },
      element(
        'div', { class: 'caire-row' },
        element('div', { class: 'caire-head' }, element('div', { class: 'caire-line' }, this.myLabs, this.title, this.due), this.steps),
        element('div', { class: 'caire-actions' }, ...Object.values(this.buttons))
      ),
      this.more, this.ask,
      this.footer = element('div', { class: 'caire-footer', hidden: true }, this.news, this.receipt, this.toggle),
      this.alert, this.reasons
    );
  }

  makeButtons() {
    const button = (name, kind, onclick, extra = {}) =>
      element('button', { type: 'button', class: `caire-button ${kind}`, 'data-action': name, onclick, ...extra }, this.words[name]);
    const more = button('more', 'caire-quiet caire-dots', () => this.showMore(), {
      'aria-expanded': 'false', 'aria-label': this.words.more, title: this.words.more
    });
    more.replaceChildren(element('span', { 'aria-hidden': 'true' }, '⋯'));
    return {
      prepare: button('prepare', 'caire-quiet', () => this.on.prepare()),
      check: button('check', 'caire-quiet', () => this.on.check()),
      submit: button('submit', 'caire-primary', () => this.on.submit()),
      more
    };
  }

  makeMore() {
    const other = this.lab.lang === 'en' ? 'fr' : 'en';
    const item = (text, lang, attributes = {}) =>
      element('button', { type: 'button', class: 'caire-button caire-quiet', onclick: () => this.askAgain(lang), ...attributes }, text);
    return element(
      'div', { class: 'caire-more', hidden: true, onkeydown: event => this.closeOnEscape(event, () => this.showMore(false)) },
      item(this.words.again, this.lab.lang, { 'data-action': 'again' }),
      item(this.words.againOther, other, { lang: other, 'data-action': 'again-other' })
    );
  }

  showMore(open = this.more.hidden) {
    this.more.hidden = !open;
    this.ask.hidden = true;
    this.buttons.more.setAttribute('aria-expanded', String(open));
    (open ? this.more.firstElementChild : this.buttons.more).focus();
  }

  // Starting again is asked about first, here and not in a dialog, with the safe answer under the fingers.
  askAgain(lang) {
    const close = () => {
      this.ask.hidden = true;
      this.buttons.more.focus();
    };
    const no = element('button', { type: 'button', class: 'caire-button caire-quiet', onclick: close }, this.words.cancel);
    const yes = element('button', {
      type: 'button', class: 'caire-button caire-primary', 'data-action': 'yes-again',
      onclick: () => { close(); this.on.again(lang); }
    }, this.words.yesAgain);
    this.showMore(false);
    this.ask.replaceChildren(element('p', {}, this.words.askAgain), no, yes);
    this.ask.onkeydown = event => this.closeOnEscape(event, close);
    this.ask.hidden = false;
    no.focus();
  }

  closeOnEscape(event, close) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    }
  }

  setBusy(names, isBusy) {
    for (const name of names) {
      this.buttons[name].setAttribute('aria-disabled', String(isBusy));
    }
  }

  setAssignment({ assignment, home }) {
    if (typeof home === 'string' && /^\/(?!\/)/.test(home)) {
      this.myLabs.href = home;
    }
    const title = assignment?.title?.[this.lab.lang];
    this.title.textContent = title ? `${this.lab.lab} · ${title}` : this.lab.lab;
    this.due.textContent = assignment?.due ? dueText(assignment.due, this.words, this.lab.lang) : '';
    this.nameExercises(assignment?.exercises ?? []);
  }

  nameExercises(told) {
    for (const exercise of this.exercises) {
      const title = told.find?.(each => each.id === exercise.id)?.title?.[this.lab.lang];
      exercise.title = title ?? exercise.title;
    }
    this.setSteps(this.outcomes ?? []);
  }

  setSteps(outcomes) {
    this.outcomes = outcomes;
    this.steps.replaceChildren(...this.exercises.map((exercise, index) => {
      const state = outcomes.find(each => each.id === exercise.id)?.state ?? 'untouched';
      const word = this.words.states[state];
      const name = this.words.step(this.words.exercise(index + 1, exercise.title), word);
      return element('li', {}, element(
        'button', {
          type: 'button', class: 'caire-step', 'aria-label': name, title: name, 'data-state': state,
          onclick: () => this.on.goTo(exercise)
        },
        element(
          'span', { class: `caire-chip caire-${state}` },
          element('span', { class: 'caire-number' }, index + 1), element('span', {}, shapes[state]),
          element('span', { class: 'caire-word' }, word)
        )
      ));
    }));
  }

  say(text, { isWorking = false, shape = null } = {}) {
    this.alert.replaceChildren();
    this.footer.hidden = false;
    this.mark.hidden = isWorking;
    this.said.replaceChildren(
      shape ? pill(shape, text) : element('span', {}, text),
      isWorking ? element('progress', { 'aria-hidden': 'true' }) : ''
    );
  }

  refuse(kind, sentence) {
    this.said.replaceChildren();
    this.mark.hidden = false;
    this.footer.hidden = ![this.mark, this.receipt].some(node => node.hasChildNodes());
    this.alert.replaceChildren(pill('failed', this.words.refused[kind]), element('span', {}, sentence));
  }

  setReceipt(receipt) {
    const isOurs = typeof receipt?.url === 'string' && /^\/(?!\/)/.test(receipt.url);
    const when = element('span', { class: 'caire-when' }, ` (${whenText(receipt?.received_at, this.lab.lang)})`);
    const link = isOurs && element('a', { href: receipt.url, target: '_blank', rel: 'noopener' }, this.words.receipt, when);
    this.receipt.replaceChildren(link || '');
  }

  setOnItsWay(line) {
    this.toggle.hidden = true;
    this.reasons.hidden = true;
    this.tell(line);
  }

  setResult(result, line, reasons) {
    this.tell(line);
    this.setSteps(result.exercises);
    this.reasons.replaceChildren(...reasons);
    this.toggle.hidden = !reasons.length;
    // On a small screen the reasons would hide the notebook: there they open on demand.
    const isAllWell = result.exercises.every(each => each.state === 'passed' || each.state === 'waiting');
    this.showReasons(!isAllWell && this.root.offsetWidth > 560);
  }

  tell(line) {
    this.alert.replaceChildren();
    this.said.replaceChildren();
    this.footer.hidden = false;
    this.mark.hidden = false;
    this.mark.replaceChildren(...line);
  }

  showReasons(open = this.reasons.hidden) {
    this.reasons.hidden = !open;
    this.toggle.setAttribute('aria-expanded', String(open));
    this.toggle.textContent = open ? this.words.hide : this.words.show;
  }

  sayItIsACopy() {
    for (const name of ['check', 'submit', 'more']) {
      this.buttons[name].hidden = true;
    }
    const base = window.location.pathname.match(/^.*?\/(?=(doc|lab)\b)/)?.[0] ?? '/';
    const href = `${base}doc/tree/${this.lab.lab}/${this.lab.lab}.ipynb`;
    this.footer.hidden = false;
    this.footer.replaceChildren(element('span', {}, this.words.isCopy(this.lab.lab)), element('a', { href }, this.words.openReal));
  }
}

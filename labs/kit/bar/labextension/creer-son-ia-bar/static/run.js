// The life of one bar: it learns the state, answers the buttons, follows a submission until its mark.
// The one rule: one thing at a time with the record. While something is under way the other buttons say so and do
// nothing. Preparing is apart: it waits for the kernel, and nothing that waits for a kernel may hold up Submit.
import { checkedLine, markLine, receivedLine } from './news.js';
import { reasonsOf } from './reasons.js';
import { isOnItsWay } from './talk.js';
import { BarView } from './view.js';
import { words } from './words.js';

const REFRESH_AFTER_MS = 60000;
const LONG_PREPARE_MS = 40000;

export function runBar(holder, lab, talk, signal) {
  let bar = new Bar(lab, talk, signal, rebuild);
  holder.append(bar.view.root);
  bar.start();

  // A fresh notebook may be in the other language and have other exercises: it gets a fresh bar.
  function rebuild(news) {
    bar.leave();
    bar = new Bar(lab, talk, signal, rebuild);
    holder.replaceChildren(bar.view.root);
    bar.start(news);
    bar.view.buttons.more.focus();
  }

  document.addEventListener('visibilitychange', () => bar.comeBack(), { signal });
  signal.addEventListener('abort', () => bar.leave());
}

class Bar {
  constructor(lab, talk, signal, rebuild) {
    this.lab = lab;
    this.talk = talk;
    this.rebuild = rebuild;
    this.words = words[lab.lang];
    this.exercises = lab.exercises();
    this.life = new AbortController();
    signal.addEventListener('abort', () => this.life.abort());
    this.isBusy = false;
    this.isPreparing = false;
    this.isFollowing = false;
    this.refreshedAt = 0;
    this.checks = null; // how many are left, and when there is one more; said with each check
    this.view = new BarView(lab, this.words, this.exercises, {
      prepare: () => this.prepareOnce(),
      check: () => this.once(() => this.send('check')),
      submit: () => this.once(() => this.send('submit')),
      again: lang => this.once(() => this.again(lang)),
      goTo: exercise => lab.goTo(exercise),
      leave: event => this.goToMyLabs(event)
    });
  }

  leave() {
    this.life.abort();
  }

  async start(news = null) {
    await this.refresh();
    if (news) {
      this.view.showReasons(false); // they are about the work that was put aside
      this.view.say(news);
    }
  }

  comeBack() {
    const isOld = Date.now() - this.refreshedAt > REFRESH_AFTER_MS;
    if (document.visibilityState === 'visible' && isOld && !this.isBusy && !this.isFollowing) {
      void this.refresh();
    }
  }

  async once(work) {
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    this.view.setBusy(['check', 'submit', 'more'], true);
    try {
      await work();
    } finally {
      this.isBusy = false;
      this.view.setBusy(['check', 'submit', 'more'], false);
    }
  }

  async prepareOnce() {
    if (this.isPreparing) {
      return;
    }
    this.isPreparing = true;
    this.view.setBusy(['prepare'], true);
    try {
      await this.prepare();
    } finally {
      this.isPreparing = false;
      this.view.setBusy(['prepare'], false);
    }
  }

  async refresh() {
    this.refreshedAt = Date.now();
    let state;
    try {
      state = await this.talk.state(this.lab.lab, this.life.signal);
    } catch (refusal) {
      this.view.refuse('state', this.sentenceOf(refusal));
      return;
    }
    this.view.setAssignment(state);
    if (state.trouble) {
      this.view.refuse('state', state.trouble[this.lab.lang]);
    } else if (state.last) {
      this.view.setReceipt(state.receipt);
      this.showSubmission(state.last, state.receipt);
      void this.follow(state.last, state.receipt);
    }
  }

  async prepare() {
    this.view.say(this.words.preparing, { isWorking: true });
    const late = setTimeout(() => this.view.say(this.words.preparingLong, { isWorking: true }), LONG_PREPARE_MS);
    let went = false;
    try {
      went = await this.lab.prepare();
    } catch (error) {
      console.warn('The lab could not be prepared.', error);
    }
    clearTimeout(late);
    if (went === null) {
      this.view.say(this.words.nothingToPrepare);
    } else {
      this.view.say(went ? this.words.prepared : this.words.preparedNot, { shape: went ? 'passed' : 'failed' });
    }
  }

  async send(kind) {
    this.view.say(this.words.saving, { isWorking: true });
    try {
      await this.lab.save();
    } catch (error) {
      console.warn('The notebook could not be saved.', error);
      this.view.refuse(kind, this.words.saveFailed);
      return;
    }
    this.view.say(this.words.sending[kind], { isWorking: true });
    let sent;
    try {
      sent = await this.talk.send(kind, this.lab.lab);
    } catch (refusal) {
      this.view.refuse(kind, this.sentenceOf(refusal));
      return;
    }
    if (kind === 'check') {
      this.checks = { left: sent.checks_left, nextS: sent.next_check_s, of: this.nameOf(sent.checked) };
    }
    if (kind === 'submit') {
      this.view.setReceipt(sent.receipt);
    }
    this.showSubmission(sent.submission, sent.receipt);
    void this.follow(sent.submission, sent.receipt);
  }

  async again(lang) {
    this.view.say(this.words.restarting, { isWorking: true });
    let kept;
    try {
      if (this.lab.isDirty) {
        await this.lab.save();
      }
      kept = await this.talk.again(this.lab.lab, lang);
    } catch (refusal) {
      this.view.refuse('again', this.sentenceOf(refusal));
      return;
    }
    await this.lab.startAfresh();
    this.rebuild(words[this.lab.lang].restarted(kept.copy));
  }

  async goToMyLabs(event) {
    if (this.lab.isDirty) {
      event.preventDefault();
      const target = event.currentTarget.href;
      await this.lab.save().catch(() => undefined);
      window.location.assign(target);
    }
  }

  async follow(submission, receipt) {
    this.followed?.abort();
    if (!isOnItsWay(submission)) {
      return;
    }
    const followed = new AbortController();
    this.followed = followed;
    this.life.signal.addEventListener('abort', () => followed.abort());
    this.isFollowing = true;
    await this.talk.follow(
      submission,
      (moved, error) => {
        if (!followed.signal.aborted && !this.isBusy) {
          this.showSubmission(moved, receipt, error);
        }
      },
      followed.signal
    );
    if (this.followed === followed) {
      this.isFollowing = false;
    }
  }

  showSubmission(submission, receipt, error = null) {
    const context = { words: this.words, lang: this.lab.lang, checks: this.checks };
    const result = submission.result;
    if (isOnItsWay(submission) || !result) {
      this.view.setOnItsWay(receivedLine(submission, receipt, error, context));
      return;
    }
    const line = submission.kind === 'check' ? checkedLine(result, context) : markLine(result, context);
    this.view.setResult(result, line, reasonsOf(result, this.exercises, context, this.lab));
  }

  // The one exercise a check was for; null when it was for several.
  nameOf(checked) {
    const place = this.exercises.findIndex(each => checked?.length === 1 && each.id === checked[0]);
    return place < 0 ? null : this.words.exercise(place + 1, this.exercises[place].title);
  }

  sentenceOf(refusal) {
    return refusal.said?.[this.lab.lang] ?? this.words.noServer;
  }
}

// Why an exercise ended as it did: the exercise, its state, one sentence and what to try; the code last and small.
// What still needs work comes first; what needs no explanation is a line for each state at the end.
import { element } from './element.js';
import { number, pill } from './news.js';

const QUIET = ['untouched', 'waiting', 'passed'];

export function reasonsOf(result, exercises, context, lab) {
  const { words } = context;
  const named = result.exercises.map((outcome, index) => {
    const place = exercises.findIndex(each => each.id === outcome.id);
    const exercise = exercises[place];
    const name = words.exercise((place < 0 ? index : place) + 1, exercise?.title ?? '');
    return { outcome, exercise, name };
  });
  const quiet = named.filter(each => QUIET.includes(each.outcome.state) && !each.outcome[context.lang]);
  const others = named.filter(each => !quiet.includes(each));
  return [
    ...others.map(each => reason(each, context, lab)),
    ...QUIET.flatMap(state => together(state, quiet.filter(each => each.outcome.state === state), words))
  ];
}

function reason({ outcome, exercise, name }, { words, lang }, lab) {
  const sentence = outcome[lang] || words.noReason[outcome.state] || '';
  const title = exercise
    ? element('button', { type: 'button', class: 'caire-link', onclick: () => lab.goTo(exercise) }, name)
    : element('strong', {}, name);
  return element(
    'li', { class: `caire-reason caire-edge-${outcome.state}` },
    element(
      'div', { class: 'caire-reason-head' },
      title, pill(outcome.state, words.states[outcome.state] ?? outcome.state),
      element('span', { class: 'caire-soft' }, pointsOf(outcome, words, lang))
    ),
    element(
      'p', {}, sentence,
      outcome.code && element('small', { class: 'caire-soft' }, ` (${words.code} ${outcome.code})`)
    )
  );
}

// The exercises of one state with nothing to explain, on one line.
function together(state, some, words) {
  if (!some.length) {
    return [];
  }
  const names = some.map(each => each.name).join(' · ');
  return [element('li', { class: 'caire-together' }, pill(state, words.states[state]), element('span', {}, names))];
}

function pointsOf(outcome, words, lang) {
  if (outcome.state === 'waiting' || outcome.state === 'could_not_mark') {
    return '';
  }
  return words.pointsOf(number(outcome.points, lang), number(outcome.possible, lang));
}

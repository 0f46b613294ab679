// The one line that says where a submission stands: data in, nodes out.
import { element } from './element.js';
import { shapes } from './words.js';

export function pill(state, text) {
  return element(
    'span', { class: `caire-pill caire-${state}` },
    element('span', { 'aria-hidden': 'true' }, shapes[state]), text
  );
}

export function receivedLine(submission, receipt, error, { words, lang }) {
  const isCheck = submission.kind === 'check';
  const nodes = [pill('passed', words.received(whenText(submission.received_at ?? receipt?.received_at, lang)))];
  if (submission.state === 'could_not_mark') {
    return [...nodes, element('span', {}, words.notMarked)];
  }
  const label = isCheck ? words.checking : words.marking;
  nodes.push(element('span', {}, label), element('progress', { 'aria-label': label }));
  if (error) {
    nodes.push(element('span', { class: 'caire-soft' }, words.slow));
  } else if (Number.isInteger(submission.place) && submission.place > 0) {
    nodes.push(element('span', { class: 'caire-soft' }, words.before(submission.place)));
  }
  return nodes;
}

// "9 points sur 10. 3 points attendent…": what a person or we still have to mark is not counted as missing.
export function markLine(result, { words, lang }) {
  const waiting = sum(result.exercises.filter(each => each.state === 'waiting'), 'possible');
  const unmarked = sum(result.exercises.filter(each => each.state === 'could_not_mark'), 'possible');
  const points = number(result.points, lang);
  const nodes = [element('strong', {}, words.points(points, number(result.possible - waiting - unmarked, lang)))];
  if (waiting > 0) {
    nodes.push(element('span', {}, words.waitingPoints(number(waiting, lang))));
  }
  const isAllPassed = result.exercises.every(each => ['passed', 'waiting'].includes(each.state));
  nodes.push(element('span', { class: 'caire-soft' }, isAllPassed ? words.allPassed : words.retry));
  return nodes;
}

export function checkedLine(result, { words, checks }) {
  const checked = result.exercises.filter(each => each.state !== 'waiting');
  const passed = checked.filter(each => each.state === 'passed').length;
  return [
    element('strong', {}, words.checked(passed, checked.length)),
    element('span', { class: 'caire-soft' }, words.checkNote),
    ...(Number.isInteger(checks?.left) ? [element('span', { class: 'caire-soft' }, words.checksLeft(checks.left, checks.nextS, checks.of))] : [])
  ];
}

export function number(value, lang) {
  return new Intl.NumberFormat(lang, { maximumFractionDigits: 2 }).format(value);
}

export function dueText(due, words, lang) {
  const date = new Date(due);
  if (Number.isNaN(date.getTime())) {
    return '';
  }
  const when = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'fr-FR', {
    weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'
  }).format(date);
  return date < new Date() ? words.late(when) : words.due(when);
}

// The time alone on the day itself, the date too later on: "14:32:07", "3 déc. 14:32:07".
export function whenText(iso, lang) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return '—';
  }
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
  const isToday = date.toDateString() === new Date().toDateString();
  const shown = isToday ? time : { day: 'numeric', month: 'short', ...time };
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'fr-FR', shown).format(date);
}

function sum(outcomes, key) {
  return outcomes.reduce((total, each) => total + each[key], 0);
}

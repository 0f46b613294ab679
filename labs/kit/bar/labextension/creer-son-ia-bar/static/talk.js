// How the bar talks to the learner's own server. Every answer is plain data; every failure is a Refusal, which
// carries one sentence in each language.
import { words } from './words.js';

export class Refusal extends Error {
  constructor(said) {
    super(said.en);
    this.said = said;
  }
}

export class Talk {
  constructor(connection, settings) {
    this.connection = connection;
    this.settings = settings;
  }

  state(lab, signal) {
    return this.ask(`state?${new URLSearchParams({ lab })}`, { signal });
  }

  send(kind, lab) {
    return this.post(kind, { lab });
  }

  again(lab, lang) {
    return this.post('again', { lab, lang });
  }

  // Calls onMove each time the submission moves, until it is marked. A server that does not answer is asked again.
  async follow(submission, onMove, signal) {
    let pause = 1000;
    while (!signal.aborted && isOnItsWay(submission)) {
      try {
        const seen = `${submission.state}:${submission.place ?? ''}`;
        const answer = await this.ask(`result?${new URLSearchParams({ id: submission.id, seen })}`, { signal });
        submission = answer.submission;
        pause = 1000;
        onMove(submission, null);
      } catch (error) {
        if (signal.aborted) {
          return submission;
        }
        onMove(submission, error);
        await new Promise(resolve => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, 30000);
      }
    }
    return submission;
  }

  post(name, body) {
    return this.ask(name, { method: 'POST', body: JSON.stringify(body) });
  }

  async ask(path, init) {
    let answer;
    try {
      answer = await this.connection.makeRequest(`${this.settings.baseUrl}labs/${path}`, init, this.settings);
    } catch (error) {
      throw new Refusal({ fr: words.fr.noServer, en: words.en.noServer });
    }
    let found;
    try {
      found = await answer.json();
    } catch {
      found = {};
    }
    if (answer.ok && found.ok) {
      return found;
    }
    if (typeof found.fr === 'string' && typeof found.en === 'string') {
      throw new Refusal(found);
    }
    throw new Refusal({ fr: words.fr.strange(answer.status), en: words.en.strange(answer.status) });
  }
}

export function isOnItsWay(submission) {
  return submission.state === 'received' || submission.state === 'marking';
}

// What the bar reads from a notebook and does to it. The one rule: it reads the notebook's own model, and never the
// kernel's; only prepare() and startAfresh() need a kernel at all.

const NUMBERED = /^(exercice|exercise)\s*\d+\s*[.:·,—–-]*\s*/i;

const KERNEL_PATIENCE_MS = 60000;
const RUNS = 3;
const RECONNECT_MS = 2000;
const LOST_MS = 15000;
const LOOK_MS = 200;
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

export class LabNotebook {
  constructor(panel, context, actions) {
    this.panel = panel;
    this.context = context;
    this.actions = actions;
    saveOneAtATime(context);
  }

  get about() {
    const found = this.context.model?.getMetadata?.('caire');
    return found && typeof found === 'object' ? found : {};
  }

  get isLab() {
    return /^[A-Z][A-Z0-9]{0,3}-[0-9]{2}$/.test(this.about.lab ?? '');
  }

  get lab() {
    return this.about.lab;
  }

  get lang() {
    return this.about.lang === 'en' ? 'en' : 'fr';
  }

  // Only LAB/LAB.ipynb is what gets submitted; a kept copy elsewhere is for reading.
  get isTheOne() {
    return this.context.localPath === `${this.lab}/${this.lab}.ipynb`;
  }

  get isDirty() {
    return this.context.model.dirty;
  }

  get cells() {
    return this.panel.content.widgets;
  }

  // One per graded cell, in order: { id, title, cell }. The title is the heading above the cell.
  exercises() {
    const found = [];
    let heading = '';
    for (const cell of this.cells) {
      const grader = cell.model.getMetadata('nbgrader');
      if (cell.model.type === 'markdown' && !grader?.grade) {
        heading = headingOf(cell.model.sharedModel.getSource()) ?? heading;
      }
      if (grader?.grade && typeof grader.grade_id === 'string') {
        found.push({ id: grader.grade_id, title: heading, cell });
      }
    }
    return found;
  }

  goTo(exercise) {
    const index = this.cells.indexOf(exercise.cell);
    if (index >= 0) {
      const notebook = this.panel.content;
      notebook.activeCellIndex = index;
      notebook.mode = 'command';
      void notebook.scrollToItem(index, 'center');
      notebook.activate();
    }
  }

  save() {
    return this.context.save();
  }

  // Runs the cells tagged `prepare`; without any, all of them: a lab runs whole, its checks fail kindly and are tagged
  // `raises-exception`, so they stop nothing. True when all went well, null when there was nothing to run.
  async prepare() {
    const cells = this.cellsToPrepare();
    if (!cells.length) {
      return null;
    }
    const session = this.context.sessionContext;
    await Promise.race([session.ready, pause(KERNEL_PATIENCE_MS)]);
    const kernel = session.session?.kernel;
    if (!kernel) {
      await session.changeKernel({ name: 'python3' });
    } else if (kernel.status === 'dead') {
      await session.restartKernel();
    }
    for (const cell of cells) {
      const went = await this.runOne(cell, session);
      if (!went && !tagsOf(cell).includes('raises-exception')) {
        this.goTo({ cell });
        return false;
      }
    }
    return true;
  }

  // A kernel that restarts or reconnects drops what it was sent: the run fails and the cell holds no error, or the run
  // never ends while the kernel has nothing to do. Once more.
  async runOne(cell, session) {
    for (let run = 1; run <= RUNS; run += 1) {
      await answering(session);
      if (await endOf(this.actions.runCells(this.panel.content, [cell], session), session)) {
        return true;
      }
      if (hasError(cell)) {
        return false;
      }
      await pause(RECONNECT_MS); // until then it may not know that it has lost its connection
    }
    return false;
  }

  cellsToPrepare() {
    const code = this.cells.filter(cell => cell.model.type === 'code');
    const tagged = code.filter(cell => tagsOf(cell).includes('prepare'));
    return tagged.length ? tagged : code;
  }

  // After the files were replaced on disk: read them again, and give the new notebook a new kernel.
  async startAfresh() {
    await this.context.revert();
    const session = this.context.sessionContext;
    if (session.session?.kernel) {
      session.restartKernel().catch(error => console.warn('The kernel did not restart.', error));
    }
  }
}

// Before it writes, JupyterLab compares the file's hash with the one of its last finished save. Two saves under way at
// once (autosave and Submit) each meet the other's file, and the learner is asked whether to overwrite their own work.
// So a save waits for the one before it; whoever asks meanwhile shares the one that waits.
function saveOneAtATime(context) {
  const save = context.save.bind(context);
  let running = Promise.resolve();
  let waiting = null;
  context.save = () => {
    waiting ??= running.catch(() => undefined).then(() => {
      running = save();
      waiting = null;
      return running;
    });
    return waiting;
  };
}

function tagsOf(cell) {
  const tags = cell.model.getMetadata('tags');
  return Array.isArray(tags) ? tags : [];
}

// The exercise's own heading if the cell has one, else its last heading, without "Exercice 1 :" and "(2 points)".
function headingOf(source) {
  const lines = [...source.matchAll(/^#{1,4}[ \t]+(.+)$/gm)].map(line => line[1].replace(/[*_`#]/g, '').trim());
  const found = lines.find(line => NUMBERED.test(line)) ?? lines.at(-1);
  return found?.replace(NUMBERED, '').replace(/\s*\([^()]*points?\b[^()]*\)\s*$/i, '').slice(0, 80) ?? null;
}

// A kernel that starts or reconnects is waited for, but not for ever. One that is busy has a queue.
async function answering(session) {
  const giveUpAt = Date.now() + KERNEL_PATIENCE_MS;
  await Promise.race([session.ready, pause(KERNEL_PATIENCE_MS)]);
  while (Date.now() < giveUpAt) {
    const kernel = session.session?.kernel;
    if (kernel?.connectionStatus === 'connected' && ['idle', 'busy'].includes(kernel.status)) {
      return;
    }
    await pause(LOOK_MS);
  }
}

// Whether the run went well; false, too, when the kernel has not been busy for so long that it cannot be running it.
async function endOf(running, session) {
  const ended = running.catch(() => false);
  for (let busyAt = Date.now(); Date.now() - busyAt < LOST_MS; ) {
    const went = await Promise.race([ended, pause(LOOK_MS)]);
    if (went !== undefined) {
      return went;
    }
    if (session.session?.kernel?.status === 'busy') {
      busyAt = Date.now();
    }
  }
  return false;
}

function hasError(cell) {
  return cell.model.outputs.toJSON().some(output => output.output_type === 'error');
}

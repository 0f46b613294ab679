// Puts one bar into the header of every notebook that is a lab. The one rule: a notebook that is not a lab, or a
// bar that fails, leaves JupyterLab as it was.
import { element } from './element.js';
import { LabNotebook } from './notebook.js';
import { runBar } from './run.js';
import { Talk } from './talk.js';

export function plugin(shared) {
  return {
    id: 'creer-son-ia-bar:plugin',
    description: 'The bar at the top of a lab: prepare, check, submit, and what came back.',
    autoStart: true,
    async activate(app) {
      const [widgets, notebooks, services] = await Promise.all([
        shared('@lumino/widgets'),
        shared('@jupyterlab/notebook'),
        shared('@jupyterlab/services')
      ]);
      addStyle();
      app.restored.then(() => makeRoom(app.shell)).catch(() => undefined);
      const talk = new Talk(services.ServerConnection, app.serviceManager.serverSettings);
      app.docRegistry.addWidgetExtension('Notebook', {
        createNew(panel, context) {
          const lab = new LabNotebook(panel, context, notebooks.NotebookActions);
          return addBar(lab, talk, widgets.Widget);
        }
      });
    }
  };
}

function addStyle() {
  const href = new URL('bar.css', import.meta.url).href;
  document.head.append(element('link', { rel: 'stylesheet', href }));
}

// On a phone JupyterLab's two side bars take a fifth of the screen and lead nowhere a learner needs.
function makeRoom(shell) {
  if (shell.mode !== 'single-document' || !window.matchMedia('(max-width: 640px)').matches) {
    return;
  }
  for (const side of ['left', 'right']) {
    if (shell.isSideTabBarVisible?.(side)) {
      shell.toggleSideTabBarVisibility(side);
    }
  }
}

// Returns something to dispose of, as JupyterLab expects of a widget extension.
function addBar(lab, talk, Widget) {
  const life = new AbortController();
  let isDisposed = false;
  lab.context.ready
    .then(() => {
      if (isDisposed || !lab.isLab) {
        return;
      }
      const widget = new Widget();
      widget.addClass('caire-holder');
      lab.panel.contentHeader.addWidget(widget);
      keepHeight(widget, life.signal);
      runBar(widget.node, lab, talk, life.signal);
    })
    .catch(error => console.error('The lab bar did not start.', error));
  return {
    get isDisposed() {
      return isDisposed;
    },
    dispose() {
      isDisposed = true;
      life.abort();
    }
  };
}

// Lumino gives a widget the height its style asks for: we ask for what the bar's content needs, whenever it changes.
function keepHeight(widget, signal) {
  const observer = new ResizeObserver(() => {
    const height = widget.node.firstElementChild?.offsetHeight ?? 0;
    widget.node.style.minHeight = `${height}px`;
    widget.parent?.fit();
  });
  const watch = () => {
    observer.disconnect();
    if (widget.node.firstElementChild) {
      observer.observe(widget.node.firstElementChild);
    }
  };
  new MutationObserver(watch).observe(widget.node, { childList: true });
  watch();
  signal.addEventListener('abort', () => observer.disconnect());
}

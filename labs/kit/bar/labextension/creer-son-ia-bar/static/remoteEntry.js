// A module-federation container, written by hand: what `jupyter labextension build` makes, without the build.
//
// JupyterLab loads this file, calls init() with its table of shared modules (name -> version -> { get }), then
// asks get() for './extension'. We hand back ordinary ES modules from this folder, and take the few parts of
// JupyterLab we use (@lumino/widgets, @jupyterlab/notebook, @jupyterlab/services) from that table, so that there
// is one copy of each in the page. Rivals: a build with webpack (a second tool chain, 300 MB of packages, a
// generated file nobody reads). Price: if JupyterLab leaves module federation, this file changes.
(() => {
  const here = new URL('.', document.currentScript.src);
  let table = {};

  const newest = versions =>
    Object.keys(versions).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))[0];

  async function shared(name) {
    const versions = table[name];
    if (!versions) {
      throw new Error(`JupyterLab shares no ${name}: the lab bar needs JupyterLab 4.`);
    }
    const factory = await versions[newest(versions)].get();
    return factory();
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['creer-son-ia-bar'] = {
    init(scope) {
      table = scope;
    },
    async get(name) {
      if (name !== './extension') {
        throw new Error(`The lab bar has no module ${name}.`);
      }
      const { plugin } = await import(new URL('plugin.js', here));
      const extension = { __esModule: true, default: plugin(shared) };
      return () => extension;
    }
  };
})();

// formgrader waits for MathJax before it takes keys. There is none here: no page asks another site for anything.
// Formulas are shown as they were typed.
window.MathJax = {
  Hub: {
    Config() {},
    Queue() {},
    Startup: { signal: { Interest: (tell) => setTimeout(() => tell("End"), 0) } },
  },
};

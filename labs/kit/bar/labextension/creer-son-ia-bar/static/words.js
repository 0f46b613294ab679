// Every word the bar shows, in French and in English, side by side in the same order.
// States are called as in labs/words.py; a test compares.
const nb = '\u00a0'; // the space that French puts before : ; ! ? and that keeps a number with its unit
const span = seconds => (seconds < 60 ? `${seconds}${nb}s` : `${Math.ceil(seconds / 60)}${nb}min`);

export const shapes = {
  passed: '✓', partial: '◐', failed: '✗', untouched: '○', waiting: '●', could_not_mark: '!'
};

export const words = {
  fr: {
    bar: 'Barre du lab', myLabs: 'Mes labs', steps: 'Où j’en suis', more: 'Plus d’actions',
    prepare: 'Tout préparer', check: 'Vérifier', submit: 'Rendre', close: 'Fermer', cancel: 'Annuler',
    again: 'Recommencer ce lab…', againOther: 'Start again in English…', yesAgain: 'Recommencer',
    states: {
      passed: 'Réussi', partial: 'En partie', failed: 'À revoir', untouched: 'Pas commencé',
      waiting: 'En relecture', could_not_mark: 'Pas encore corrigé'
    },
    exercise: (number, title) => (title ? `Exercice${nb}${number}, ${title}` : `Exercice${nb}${number}`),
    step: (exercise, state) => `${exercise}${nb}: ${state}`,
    due: when => `à rendre avant ${when}`,
    late: when => `la date de rendu est passée (${when})`,
    preparing: 'Je prépare le lab…',
    preparingLong: 'Je prépare encore. Si rien ne bouge, redémarre le noyau (menu Noyau), puis réessaie.',
    prepared: 'Le lab est prêt. À toi de jouer.',
    preparedNot: 'La préparation s’est arrêtée à cette cellule. Lis le message dessous, puis réessaie.',
    nothingToPrepare: 'Ce lab n’a rien à préparer.',
    saving: 'J’enregistre ton notebook…',
    sending: { submit: 'J’envoie ton travail…', check: 'J’envoie ton travail pour vérification…' },
    saveFailed: `Ton notebook n’a pas pu être enregistré${nb}: rien n’a été rendu. Vérifie ta connexion, puis réessaie.`,
    refused: { submit: 'Pas rendu', check: 'Pas vérifié', again: 'Rien n’a changé', state: 'Hors ligne' },
    received: when => `Reçu${nb}: ${when}`,
    receipt: 'Ton reçu signé',
    marking: 'Correction en cours…', checking: 'Vérification en cours…',
    before: n => (n === 1 ? 'Un rendu passe avant le tien.' : `${n} rendus passent avant le tien.`),
    slow: 'Le serveur ne répond pas. Ton travail est bien reçu, je redemande…',
    points: (points, possible) => `${points}${nb}${points === '0' || points === '1' ? 'point' : 'points'} sur ${possible}.`,
    waitingPoints: n => `${n}${nb}${n === '1' ? 'point attend' : 'points attendent'} la lecture de ton enseignant·e.`,
    checked: (passed, all) => `Vérification${nb}: ${passed} ${passed > 1 ? 'exercices réussis' : 'exercice réussi'} sur ${all}.`,
    checkNote: 'Une vérification ne change pas ta note.',
    checksLeft: (n, nextS, exercise) => {
      const left = n > 0 ? `${n} ${n > 1 ? 'vérifications restantes' : 'vérification restante'}` : 'plus de vérification';
      const next = nextS > 0 ? `${nb}; la prochaine dans ${span(nextS)}.` : ' pour l’instant.';
      return `${exercise ?? 'Par exercice'}${nb}: ${left}${next}`;
    },
    allPassed: `Tout est réussi. Bravo${nb}!`,
    retry: 'Tu peux corriger et rendre à nouveau.',
    notMarked: 'Nous n’avons pas encore pu corriger ce rendu. Ton travail est gardé, nous réessayons.',
    show: 'Voir les détails', hide: 'Cacher les détails', reasons: 'Détails par exercice', code: 'code',
    pointsOf: (points, possible) => `${points}/${possible}`,
    noReason: {
      could_not_mark: 'Nous n’avons pas encore pu le corriger. Ton travail est gardé, nous réessayons.',
      failed: 'Ce n’est pas encore ça. Relis la consigne, puis essaie autre chose.',
      partial: 'Une partie est juste. Relis la consigne pour trouver ce qui manque.'
    },
    askAgain: `Recommencer ce lab${nb}? Ton travail actuel sera gardé dans un dossier daté, puis un notebook neuf s’ouvrira.`,
    restarting: 'Je garde ton travail et je recommence…',
    restarted: copy => `Un notebook neuf est ouvert. Ton ancien travail est dans le dossier «${nb}${copy}${nb}».`,
    isCopy: lab => `Ceci est une copie gardée. On rend depuis le notebook du lab ${lab}.`,
    openReal: 'Ouvrir le notebook du lab',
    noServer: 'Ton espace ne répond pas. Ce que tu as enregistré est gardé. Vérifie ta connexion, puis réessaie.',
    strange: status => `Ton espace a répondu par une erreur (${status}). Ce que tu as enregistré est gardé. Recharge la page, puis réessaie.`
  },
  en: {
    bar: 'Lab bar', myLabs: 'My labs', steps: 'Where I am', more: 'More actions',
    prepare: 'Prepare everything', check: 'Check', submit: 'Submit', close: 'Close', cancel: 'Cancel',
    again: 'Start this lab again…', againOther: 'Recommencer en français…', yesAgain: 'Start again',
    states: {
      passed: 'Passed', partial: 'Partly', failed: 'To revise', untouched: 'Not started',
      waiting: 'Being read', could_not_mark: 'Not marked yet'
    },
    exercise: (number, title) => (title ? `Exercise${nb}${number}, ${title}` : `Exercise${nb}${number}`),
    step: (exercise, state) => `${exercise}: ${state}`,
    due: when => `due by ${when}`,
    late: when => `the due date has passed (${when})`,
    preparing: 'Preparing the lab…',
    preparingLong: 'Still preparing. If nothing moves, restart the kernel (Kernel menu), then try again.',
    prepared: 'The lab is ready. Over to you.',
    preparedNot: 'Preparing stopped at this cell. Read the message below it, then try again.',
    nothingToPrepare: 'This lab has nothing to prepare.',
    saving: 'Saving your notebook…',
    sending: { submit: 'Sending your work…', check: 'Sending your work to be checked…' },
    saveFailed: 'Your notebook could not be saved: nothing was submitted. Check your connection, then try again.',
    refused: { submit: 'Not submitted', check: 'Not checked', again: 'Nothing has changed', state: 'Offline' },
    received: when => `Received: ${when}`,
    receipt: 'Your signed receipt',
    marking: 'Being marked…', checking: 'Checking…',
    before: n => (n === 1 ? 'One submission is before yours.' : `${n} submissions are before yours.`),
    slow: 'The server does not answer. Your work has been received, asking again…',
    points: (points, possible) => `${points} ${points === '1' ? 'point' : 'points'} out of ${possible}.`,
    waitingPoints: n => `${n} ${n === '1' ? 'point waits' : 'points wait'} for your instructor to read.`,
    checked: (passed, all) => `Check: ${passed} of ${all} exercises passed.`,
    checkNote: 'A check does not change your mark.',
    checksLeft: (n, nextS, exercise) => {
      const left = n > 0 ? `${n} ${n > 1 ? 'checks' : 'check'} left` : 'no check left';
      const next = nextS > 0 ? `; next in ${span(nextS)}.` : ' for now.';
      return `${exercise ?? 'For each exercise'}: ${left}${next}`;
    },
    allPassed: 'Everything passed. Well done!',
    retry: 'You can improve it and submit again.',
    notMarked: 'We could not mark this submission yet. Your work is kept, and we try again.',
    show: 'Show details', hide: 'Hide details', reasons: 'Details by exercise', code: 'code',
    pointsOf: (points, possible) => `${points}/${possible}`,
    noReason: {
      could_not_mark: 'We could not mark it yet. Your work is kept, and we try again.',
      failed: 'Not there yet. Read the instructions again, then try something else.',
      partial: 'Part of it is right. Read the instructions again to find what is missing.'
    },
    askAgain: 'Start this lab again? Your present work will be kept in a dated folder, then a fresh notebook will open.',
    restarting: 'Keeping your work and starting again…',
    restarted: copy => `A fresh notebook is open. Your earlier work is in the folder “${copy}”.`,
    isCopy: lab => `This is a kept copy. Submitting is done from the notebook of lab ${lab}.`,
    openReal: 'Open the lab’s notebook',
    noServer: 'Your space does not answer. What you saved is kept. Check your connection, then try again.',
    strange: status => `Your space answered with an error (${status}). What you saved is kept. Reload the page, then try again.`
  }
};

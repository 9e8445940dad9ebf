// The keyboard: one letter for each control, and a list of them.

const byID = id => document.getElementById(id);

/** `keys` has rows of [key, what it does, action, action on release]. */
export function wireKeys(keys) {
  byID('key-list').replaceChildren(...keys.flatMap(([key, words]) => {
    const term = document.createElement('dt');
    const cap = document.createElement('kbd');
    cap.textContent = key.toUpperCase();
    term.append(cap);
    const meaning = document.createElement('dd');
    meaning.textContent = words;
    return [term, meaning];
  }));
  const dialog = byID('keys');
  byID('open-keys').addEventListener('click', () => dialog.showModal());
  const find = event => keys.find(([key]) => key.toLowerCase() === event.key.toLowerCase());

  addEventListener('keydown', event => {
    // Letters typed into a field are letters; browser's own shortcuts stay its own.
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.matches('input[type="text"], select')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const found = find(event);
    if (!found || event.repeat) return;
    event.preventDefault();
    found[2]();
  });
  addEventListener('keyup', event => find(event)?.[3]?.());
  addEventListener('blur', () => { for (const key of keys) key[3]?.(); });
}

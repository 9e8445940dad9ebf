// What is wrong with the preset: file, line, and a caret under the column.

const byID = id => document.getElementById(id);

/** Shows problems, or takes the box away where there are none. */
export function showProblems({problems, warnings, more}) {
  const box = byID('problem');
  const isWrong = problems.length > 0;
  const list = isWrong ? problems : warnings;
  box.hidden = list.length === 0;
  box.dataset.kind = isWrong ? 'error' : 'warning';
  if (box.hidden) return;
  byID('problem-title').textContent = isWrong
    ? 'The preset has a mistake. The last good one stays on air.'
    : 'Start the preview again to see this change:';
  const items = list.map(item);
  if (more > 0) items.push(element('li', 'words', `and ${more} more`));
  byID('problem-list').replaceChildren(...items);
}

function item({file, line, column, path, message, lines}) {
  const place = [file, line, column].filter(part => part !== null && part !== undefined).join(':');
  const result = element('li');
  if (place) result.append(element('span', 'place', place), ' ');
  result.append(element('span', 'words', path ? `${path}: ${message}` : message));
  if (lines?.length) result.append(excerpt(lines, line, column));
  return result;
}

function excerpt(lines, line, column) {
  const pre = element('pre');
  const width = String(lines.at(-1).number).length;
  for (const {number, text} of lines) {
    const isWrong = number === line;
    const row = element('span', isWrong ? 'wrong' : '');
    row.append(element('span', 'number', `${String(number).padStart(width)}  `), text, '\n');
    pre.append(row);
    if (isWrong && column) {
      // The same characters before it, made blank, keep the caret in its column whatever their width.
      const before = [...text].slice(0, column - 1).map(one => one === '\t' ? '\t' : isWide(one) ? '\u3000' : ' ').join('');
      pre.append(element('span', 'caret', `${' '.repeat(width + 2)}${before}^\n`));
    }
  }
  pre.tabIndex = 0;
  pre.setAttribute('aria-label', `Line ${line}${column ? `, column ${column}` : ''}`);
  return pre;
}

const isWide = character => /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character);

function element(name, className = '', text) {
  const result = document.createElement(name);
  if (className) result.className = className;
  if (text !== undefined) result.textContent = text;
  return result;
}

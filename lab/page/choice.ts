// A choice of one among several, with its label and what is said of it.
import { element } from './element.ts';

let idCount = 0;

/** An id that no other element of the page has. */
export function newId(): string {
  idCount += 1;
  return `input-${idCount}`;
}

/** A field in which one of several values is chosen. @param words what is shown for each value */
export function choice(
  label: string,
  value: string,
  values: readonly string[],
  words: readonly string[],
  onValue: (value: string) => void,
  says = '',
): HTMLElement {
  const id = newId();
  const options = values.map((one, index) =>
    element('option', { value: one }, words[index] ?? one),
  );
  const select = element('select', { id, 'aria-describedby': `${id}-says` }, ...options);
  select.value = value;
  select.addEventListener('change', () => onValue(select.value));
  const note = element('span', { class: 'says', id: `${id}-says` }, says);
  return element('p', { class: 'field' }, element('label', { for: id }, label), select, note);
}

// The panel with the published types of a policy.
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { classHighlighter, highlightCode } from '@lezer/highlight';
import { element } from '../page/element.ts';
import type { TypeDoc } from './type-docs.ts';

/** The panel: each declaration, to be opened. */
export function typePanel(types: readonly TypeDoc[]): HTMLElement {
  const parts = types.map(({ name, says, text }) =>
    element(
      'details',
      { class: 'type' },
      element('summary', {}, element('code', {}, name)),
      ...(says === '' ? [] : [element('p', { class: 'note' }, says)]),
      coloured(name, text),
    ),
  );
  return element('div', { class: 'types' }, ...parts);
}

function coloured(name: string, text: string): HTMLElement {
  const place = element('pre', {
    class: 'code',
    tabindex: '0',
    role: 'region',
    'aria-label': `Type ${name}`,
  });
  highlightCode(
    text,
    typescriptLanguage.parser.parse(text),
    classHighlighter,
    (part, classes) =>
      place.append(classes === '' ? part : element('span', { class: classes }, part)),
    () => place.append('\n'),
  );
  return place;
}

// The editor: CodeMirror with the language, the faults and the types of a policy. It is in a shadow
// root, because only there CodeMirror adds its styles in a way that the page's policy allows.
import { closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Text } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { element } from '../page/element.ts';
import { checkText } from './check-text.ts';
import type { TextFault } from './checked-text.ts';
import { meaningOf, type TypeDoc } from './type-docs.ts';

/** What the editor tells. */
export interface EditorListener {
  /** The text has changed, a moment ago. @param fault what is wrong with it; null: nothing */
  onText(text: string, fault: TextFault | null): void;
}

/** An editor on the page. */
export interface PolicyEditor {
  text(): string;
  show(text: string): void;
  /** Marks a line, until the text changes. */
  mark(fault: TextFault): void;
  focusAt(line: number, column: number): void;
}

/** Whoever types is not interrupted at each letter. */
const checkAfterMs = 400;

/** Opens the editor. @param types for who points at a word */
export function openEditor(
  place: HTMLElement,
  text: string,
  types: readonly TypeDoc[],
  listener: EditorListener,
): PolicyEditor {
  const root = place.attachShadow({ mode: 'open' });
  const parent = element('div', {});
  root.append(parent);
  let waiting = 0;
  const check = () => {
    const now = view.state.doc.toString();
    const checked = checkText(now);
    const fault = 'reason' in checked ? checked : null;
    mark(fault === null ? [] : [fault]);
    listener.onText(now, fault);
  };
  const mark = (faults: readonly TextFault[]) => {
    const { doc } = view.state;
    view.dispatch(
      setDiagnostics(
        view.state,
        faults.map((fault) => diagnosticOf(doc, fault)),
      ),
    );
  };
  const stateOf = (doc: string) =>
    EditorState.create({
      doc,
      extensions: [
        extensions(types),
        EditorView.updateListener.of(({ docChanged }) => {
          if (!docChanged) return;
          clearTimeout(waiting);
          waiting = window.setTimeout(check, checkAfterMs);
        }),
      ],
    });
  const view = new EditorView({ state: stateOf(text), root, parent });
  return {
    text: () => view.state.doc.toString(),
    show: (next) => {
      view.setState(stateOf(next));
      check();
    },
    mark: (fault) => mark([fault]),
    focusAt: (line, column) => {
      const at = offsetOf(view.state.doc, line, column);
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    },
  };
}

function extensions(types: readonly TypeDoc[]) {
  return [
    lineNumbers(),
    lintGutter(),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    javascript(),
    syntaxHighlighting(colours),
    theme,
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.contentAttributes.of({
      'aria-label': 'Text of the policy. Tab indents; Escape and then Tab leaves.',
      tabindex: '0',
    }),
    hoverTooltip((view, at) => {
      const word = view.state.wordAt(at);
      if (word === null) return null;
      const meanings = meaningOf(types, view.state.sliceDoc(word.from, word.to));
      if (meanings.length === 0) return null;
      const create = () => ({
        dom: element('div', { class: 'meaning' }, ...meanings.map((one) => element('p', {}, one))),
      });
      return { pos: word.from, end: word.to, above: true, create };
    }),
  ];
}

function diagnosticOf(doc: Text, { line, column, reason }: TextFault): Diagnostic {
  const from = offsetOf(doc, line, column);
  const to = doc.lineAt(from).to;
  return {
    from: from === to ? doc.lineAt(from).from : from,
    to,
    severity: 'error',
    message: reason,
  };
}

function offsetOf(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.min(doc.lines, Math.max(1, line)));
  return Math.min(to, from + Math.max(0, column - 1));
}

/** Colours of the page, which change with light and dark. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--p3)' },
  { tag: [tags.string, tags.regexp], color: 'var(--p2)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--p0)' },
  { tag: tags.comment, color: 'var(--soft)' },
  { tag: [tags.propertyName, tags.function(tags.variableName)], color: 'var(--p1)' },
  { tag: tags.typeName, color: 'var(--p6)' },
]);

const theme = EditorView.theme({
  '&': {
    color: 'var(--ink)',
    backgroundColor: 'var(--paper)',
    border: '1px solid var(--soft)',
    borderRadius: '5px',
    fontSize: '0.9rem',
  },
  '&.cm-focused': { outline: '2px solid var(--p1)', outlineOffset: '2px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace',
    lineHeight: '1.5',
    maxHeight: '34rem',
    overflow: 'auto',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-gutters': {
    color: 'var(--soft)',
    backgroundColor: 'var(--panel)',
    borderRight: '1px solid var(--rule)',
  },
  '.cm-activeLine': { backgroundColor: 'var(--grid)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--rule) !important' },
  '.cm-tooltip': {
    color: 'var(--ink)',
    backgroundColor: 'var(--panel)',
    border: '1px solid var(--soft)',
    borderRadius: '5px',
    maxWidth: 'min(36rem, 90vw)',
    padding: '0.2rem 0.6rem',
  },
  '.meaning p': { margin: '0.3rem 0' },
});

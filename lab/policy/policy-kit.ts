// What the page loads when a policy is to be written: the editor, the check of its text, and the
// code of the worker in which it runs. It is a file of its own, so that others do not wait for it.
import { checkText } from './check-text.ts';
import type { CheckedText, TextFault } from './checked-text.ts';
import { type EditorListener, openEditor, type PolicyEditor } from './editor.ts';
import type { TypeDoc } from './type-docs.ts';
import { typePanel } from './type-panel.ts';

/** What the file gives the page. */
export interface PolicyKit {
  /** The code of `own-policy-worker.ts`; the author's text comes behind it. */
  readonly workerCode: string;
  checkText(text: string): CheckedText | TextFault;
  openEditor(place: HTMLElement, text: string, listener: EditorListener): PolicyEditor;
  /** What decisions get and return, from the published types. */
  typePanel(): HTMLElement;
}

declare global {
  /** Set by the file once it is loaded. */
  var rebootstormPolicyKit: PolicyKit | undefined;
}

/** Put in by the build. */
declare const OWN_WORKER_CODE: string;
declare const POLICY_TYPES: readonly TypeDoc[];

globalThis.rebootstormPolicyKit = {
  workerCode: OWN_WORKER_CODE,
  checkText,
  openEditor: (place, text, listener) => openEditor(place, text, POLICY_TYPES, listener),
  typePanel: () => typePanel(POLICY_TYPES),
};

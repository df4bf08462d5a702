// Own policies on the page: before a run they are made ready, and one from a link waits for the
// reader's word.
import type { LabInputs } from '../inputs/inputs.ts';
import { askFirst } from './ask-first.ts';
import type { OwnPolicy } from './own-policy.ts';
import type { PolicySection } from './policy-section.ts';
import { ownPolicyName, unpacked } from './policy-text.ts';

/** What comes of a preparation. */
export interface PreparationListener {
  onReady(inputs: LabInputs, own: OwnPolicy): void;
  onFailure(reason: string): void;
}

/** Makes the own policy ready, which is among those that are compared. */
export function preparation(
  inputs: LabInputs,
  section: PolicySection,
  listener: PreparationListener,
): { stop(): void } {
  let isStopped = false;
  const ready = (own: OwnPolicy) => {
    const { id } = own.policy;
    if (isStopped) return;
    if (inputs.policies.includes(id))
      listener.onFailure(`Two of the policies are called '${id}'; give yours another id.`);
    else listener.onReady({ ...inputs, own: own.packed }, own);
  };
  section
    .prepare()
    .then(ready)
    .catch((error: Error) => {
      if (!isStopped) listener.onFailure(error.message);
    });
  return {
    stop: () => {
      isStopped = true;
    },
  };
}

/** The inputs with the reader's own policy among those that are compared: as the third. */
export function withOwnPolicy(inputs: LabInputs): LabInputs {
  const [first, second] = inputs.policies;
  if (inputs.policies.includes(ownPolicyName)) return inputs;
  return { ...inputs, policies: [first, second, ownPolicyName] };
}

/**
 * Shows the policy of a link, and asks before it runs. @param page where it asks
 * @param onStart gets the inputs that may run, and what was mended
 */
export async function openOwn(
  inputs: LabInputs,
  section: PolicySection,
  page: { readonly notices: HTMLElement; isCurrent(): boolean },
  onStart: (inputs: LabInputs, mended: readonly string[]) => void,
): Promise<void> {
  const text = await unpacked(inputs.own ?? '');
  // Another link may have been opened meanwhile.
  if (!page.isCurrent()) return;
  if (text === undefined) {
    onStart(withoutOwnPolicy(inputs), [
      'The text of the policy in the link is damaged: it is left out.',
    ]);
    return;
  }
  section.show(text);
  if (!inputs.policies.includes(ownPolicyName)) return onStart(inputs, []);
  const notice = askFirst(
    () => onStart(inputs, []),
    () => onStart(withoutOwnPolicy(inputs), []),
  );
  page.notices.append(notice);
}

function withoutOwnPolicy(inputs: LabInputs): LabInputs {
  const [first = 'legacy-2007', second, ...more] = inputs.policies.filter(
    (name) => name !== ownPolicyName,
  );
  const other = first === 'resilient' ? 'legacy-2007' : 'resilient';
  return { ...inputs, own: null, policies: [first, second ?? other, ...more] };
}

// Policies as named bundles of hypotheses. The 2007 bug was never published (docs/facts.md, 1d), so
// each switch is one conjecture about it, and `resilient` is none of them.

/** What a control plane does wrong; all false is the mended behaviour. */
export interface Policy {
  readonly id: PolicyId;
  /** Heal counts the slots of supernodes that restarted while their lease still runs. */
  readonly ghostSlots: boolean;
  /**
   * No admission gate; clients retry at a fixed interval without jitter; late work is done anyway.
   */
  readonly noBrakes: boolean;
}

export const policyIds = ['legacy-2007', 'resilient', 'ghost-slots', 'no-brakes'] as const;
export type PolicyId = (typeof policyIds)[number];

/** The bundles by name; `ghost-slots` and `no-brakes` show what each hypothesis does alone. */
export const policies: Readonly<Record<PolicyId, Policy>> = {
  'legacy-2007': { id: 'legacy-2007', ghostSlots: true, noBrakes: true },
  resilient: { id: 'resilient', ghostSlots: false, noBrakes: false },
  'ghost-slots': { id: 'ghost-slots', ghostSlots: true, noBrakes: false },
  'no-brakes': { id: 'no-brakes', ghostSlots: false, noBrakes: true },
};

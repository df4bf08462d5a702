// Checks the transitions of a flow: each leads to a state, each state can be reached, and the flow
// can end. The messages and their order are AWS's own (localstack/localstack#12487, 2025-04;
// floci-io/floci#2786, 2026-08).

import type { JsonObject } from '../../service.ts';
import { isObject } from '../data/state-data.ts';
import { type Diagnostic, InvalidDefinition } from './definition-errors.ts';

interface Way {
  readonly to: string;
  readonly place: string;
}

/** @throws {InvalidDefinition} with all faults of the transitions */
export function checkTransitions(states: JsonObject, start: string, flowPlace: string): void {
  const first: Way = { to: start, place: `${flowPlace}/StartAt` };
  const all = [first, ...Object.entries(states).flatMap(([name, state]) => waysOf(name, state))];
  const dangling = all.filter(({ to }) => !Object.hasOwn(states, to));
  const diagnostics: Diagnostic[] = dangling.map(({ to, place }) => {
    return { code: 'MISSING_TRANSITION_TARGET', problem: `Missing 'Next' target: ${to}`, place };
  });
  if (!Object.values(states).some(isEnd)) {
    diagnostics.push({ code: 'MISSING_END_STATE', problem: 'Workflow has no terminal state' });
  } else {
    diagnostics.push(...unreachable());
  }
  if (diagnostics.length > 0) throw new InvalidDefinition(diagnostics);

  function waysOf(name: string, state: unknown): Way[] {
    return isObject(state) ? waysFrom(state, `${flowPlace}/States/${name}`) : [];
  }

  function unreachable(): Diagnostic[] {
    const reached = new Set<string>();
    const open = [start];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (reached.has(name) || !Object.hasOwn(states, name)) continue;
      reached.add(name);
      open.push(...waysOf(name, states[name]).map(({ to }) => to));
    }
    const lost = Object.keys(states).filter((name) => !reached.has(name));
    return lost.map((name) => ({
      code: 'MISSING_TRANSITION_TARGET',
      problem: `State "${name}" is not reachable.`,
      place: `${flowPlace}/States/${name}`,
    }));
  }
}

function waysFrom(state: JsonObject, place: string): Way[] {
  const listed = (field: string) => {
    const list: unknown = state[field];
    return (Array.isArray(list) ? list : []).map((rule: unknown, index) => {
      return way(isObject(rule) ? rule.Next : undefined, `${place}/${field}[${index}]/Next`);
    });
  };
  const own = [way(state.Next, `${place}/Next`), way(state.Default, `${place}/Default`)];
  return [...own, ...listed('Choices'), ...listed('Catch')].flatMap((found) => found ?? []);
}

function way(to: unknown, place: string): Way | undefined {
  return typeof to === 'string' ? { to, place } : undefined;
}

function isEnd(state: unknown): boolean {
  return (
    isObject(state) && (state.End === true || state.Type === 'Succeed' || state.Type === 'Fail')
  );
}

// The part of the form in which policies are chosen: two or three, each by its name or as several
// hypotheses.
import { hypotheses, hypothesisNames, policyCalled } from '#domain/policies.ts';
import { policySentence } from '#runner/sentences/policy-sentence.ts';
import { choice } from '../page/choice.ts';
import { element } from '../page/element.ts';
import { type ComparedPolicies, policiesMax, policiesOffered } from './compared-policies.ts';
import { ownPolicyName } from './policy-text.ts';

/** Not the name of a policy: the hypotheses are checked one by one. */
const several = 'several';

const labels = ['First policy', 'Second policy', 'Third policy'];

/** One place for a policy. Checked hypotheses stay so while there is one of them, or none. */
interface Place {
  readonly name: string;
  readonly isSeveral: boolean;
}

/** Fields for the policies. @param onChange gets two or three names; none may be checked: '' */
export function policyChoices(
  chosen: ComparedPolicies,
  onChange: (policies: ComparedPolicies) => void,
): HTMLElement {
  let places: readonly Place[] = chosen.map((name) => ({ name, isSeveral: name.includes('+') }));
  const root = element('div', { class: 'pair' });
  const take = (index: number, place: Place | null) => {
    places = placed(places, index, place);
    const [first = '', second = '', ...more] = places.map(({ name }) => name);
    onChange([first, second, ...more]);
    draw();
  };
  const draw = () => {
    const focused = focusKeyIn(root);
    const rows = Array.from({ length: policiesMax }, (_, index) =>
      policyRow(places[index], index, (place) => take(index, place)),
    );
    root.replaceChildren(...rows.slice(0, places.length + 1));
    if (focused !== undefined) focusIn(root, focused);
  };
  draw();
  return root;
}

/** The places with one of them otherwise; whoever takes another place's policy has them swap. */
function placed(places: readonly Place[], index: number, place: Place | null): readonly Place[] {
  if (place === null) return places.filter((_, at) => at !== index);
  const before = places[index];
  const next = places.map((one, at) => {
    if (at === index) return place;
    const isSame = one.name === place.name && !place.isSeveral && before !== undefined;
    return isSame ? before : one;
  });
  return index < places.length ? next : [...places, place];
}

function policyRow(
  place: Place | undefined,
  index: number,
  onPlace: (place: Place | null) => void,
): HTMLElement {
  const isLeftOut = index >= 2 ? [''] : [];
  const words = [...isLeftOut.map(() => 'no third policy'), ...policiesOffered];
  const others = [several, ownPolicyName];
  const onValue = (value: string) => {
    if (value === '') return onPlace(null);
    if (value !== several) return onPlace({ name: value, isSeveral: false });
    onPlace({ name: nameOf(hypothesesOf(place?.name ?? 'resilient')), isSeveral: true });
  };
  const value = place?.isSeveral === true ? several : (place?.name ?? '');
  const row = element(
    'div',
    {},
    choice(
      labels[index] ?? '',
      value,
      [...isLeftOut, ...policiesOffered, ...others],
      [...words, 'several hypotheses', 'your own, written on this page'],
      onValue,
      place === undefined || place.isSeveral ? '' : policySentence(place.name),
    ),
  );
  if (place?.isSeveral === true)
    row.append(hypothesisBoxes(place, index, (name) => onPlace({ name, isSeveral: true })));
  return row;
}

function hypothesisBoxes(
  { name }: Place,
  index: number,
  onName: (name: string) => void,
): HTMLElement {
  const on = hypothesesOf(name);
  const boxes = hypothesisNames.map((hypothesis) => {
    const box = element('input', { type: 'checkbox', 'data-key': `${index}-${hypothesis}` });
    box.checked = on.includes(hypothesis);
    box.addEventListener('change', () =>
      onName(
        nameOf(
          hypothesisNames.filter((one) => (one === hypothesis ? box.checked : on.includes(one))),
        ),
      ),
    );
    const says = element('span', { class: 'says' }, policySentence(hypothesis));
    return element('label', { class: 'check' }, box, element('span', {}, hypothesis), says);
  });
  const legend = element('legend', {}, 'Hypotheses, together');
  return element('fieldset', { class: 'checks' }, legend, ...boxes);
}

/** The hypotheses that a policy has on. */
function hypothesesOf(name: string): readonly string[] {
  const policy = policyCalled(name);
  if (policy === undefined) return [];
  return hypothesisNames.filter((one) => policy[hypotheses[one]]);
}

function nameOf(names: readonly string[]): string {
  return names.join('+');
}

/** Which control has the focus: drawing makes them anew. */
function focusKeyIn(root: HTMLElement): string | undefined {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || !root.contains(activeElement)) return undefined;
  const selects: HTMLElement[] = [...root.querySelectorAll('select')];
  const at = selects.indexOf(activeElement);
  return at >= 0 ? `select-${at}` : activeElement.dataset.key;
}

function focusIn(root: HTMLElement, key: string): void {
  const [, at] = /^select-(\d)$/.exec(key) ?? [];
  if (at === undefined) root.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
  else root.querySelectorAll('select')[Number(at)]?.focus();
}

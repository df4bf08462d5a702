// Which run the drawings show: one at a time, the same in all of them.
import { policyClass } from '#cli/report/chart-frame.ts';
import { element } from '../page/element.ts';

/** The run that is shown, by its policy. */
export class ChosenRun {
  #policies: readonly string[] = [];
  #index = 0;
  readonly #listeners = new Set<() => void>();
  readonly #places: { readonly root: HTMLElement; readonly name: string }[] = [];

  get policy(): string {
    return this.#policies[this.#index] ?? '';
  }

  get index(): number {
    return this.#index;
  }

  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Other runs are on the page. The same ones leave the choice as it is. */
  setPolicies(policies: readonly string[]): void {
    if (policies.join() === this.#policies.join()) return;
    this.#policies = policies;
    this.#index = 0;
    for (const place of this.#places) this.#fill(place);
    for (const listener of this.#listeners) listener();
  }

  /** A switch; there may be several. @param name a word that no other switch has */
  switch(name: string): HTMLElement {
    const legend = element('legend', {}, 'The drawing shows');
    const root = element('fieldset', { class: 'run-switch' }, legend);
    const place = { root, name };
    this.#places.push(place);
    this.#fill(place);
    return root;
  }

  #fill({ root, name }: { readonly root: HTMLElement; readonly name: string }): void {
    for (const old of root.querySelectorAll('label')) old.remove();
    for (const [index, policy] of this.#policies.entries()) {
      const input = element('input', { type: 'radio', name, value: policy });
      input.checked = index === this.#index;
      input.addEventListener('change', () => this.#choose(index));
      root.append(element('label', { class: `name ${policyClass(index)}` }, input, ` ${policy}`));
    }
  }

  #choose(index: number): void {
    this.#index = index;
    for (const { root } of this.#places)
      for (const [at, input] of root.querySelectorAll('input').entries())
        input.checked = at === index;
    for (const listener of this.#listeners) listener();
  }
}

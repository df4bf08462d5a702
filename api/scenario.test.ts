import type { ScenarioFile } from '#cli/scenario-file/scenario-schema.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import type { ScaleChanges, Scenario, ScenarioChanges, ShippedScenario } from './scenario.ts';

/** Lists that the schema parses are new ones, so it does not say that they are read-only. */
type ReadOnly<Value> = Value extends readonly (infer Item)[]
  ? readonly ReadOnly<Item>[]
  : Value extends object
    ? { readonly [Field in keyof Value]: ReadOnly<Value[Field]> }
    : Value;

/** `true` if both types have the same fields; it does not compile if they have not. */
type SameFields<One, Other> = [keyof One, keyof Other] extends [keyof Other, keyof One]
  ? true
  : never;

test('the type of a file has the fields of the schema that files are held to', () => {
  // The compiler checks these. At run time nothing is left to fail.
  const toSchema = (file: Scenario): ReadOnly<ScenarioFile> => file;
  const same: [
    SameFields<ScenarioChanges, ScenarioFile>,
    SameFields<ScaleChanges, NonNullable<ScenarioFile['full']>>,
    SameFields<ScenarioChanges['storm'], ScenarioFile['storm']>,
  ] = [true, true, true];
  expect([toSchema({ extends: 'drill' }).extends, ...same]).toEqual(['drill', true, true, true]);
});

test('the type knows every scenario that ships', () => {
  const known: Record<ShippedScenario, true> = {
    'august-2007': true,
    drill: true,
    'supernode-loss': true,
    'december-2010': true,
  };
  expect(Object.keys(known).sort()).toEqual(Object.keys(scenarios).sort());
});

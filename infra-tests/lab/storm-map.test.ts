// The lab's drawing of the state machine against the definition that is deployed.
import { resourceNamed, synthesisedStack } from '#cdk/synthesised-stack.ts';
import { states, ways } from '#lab/map/storm-map.ts';

interface AslState {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: Asl;
}

interface Asl {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
}

const [, machine] = resourceNamed(
  synthesisedStack(),
  'AWS::StepFunctions::StateMachine',
  'RebootStorm',
);
const parts: unknown[] = machine.Properties.DefinitionString['Fn::Join'][1];
const definition: Asl = JSON.parse(
  parts.map((part) => (typeof part === 'string' ? part : 'reference')).join(''),
);

interface Deployed {
  readonly states: readonly string[];
  readonly ways: readonly string[];
}

/** All states with their types and maps, and all ways, those of children too. */
function deployed({ States }: Asl, map: string | null): Deployed {
  const all: Deployed[] = Object.entries(States).map(([name, state]) => {
    const { Type, Next, Default, Choices = [], Catch = [], ItemProcessor } = state;
    const next = [Next, Default, ...Choices.map((one) => one.Next)].filter(
      (one) => one !== undefined,
    );
    const inner = ItemProcessor === undefined ? null : deployed(ItemProcessor, name);
    return {
      states: [`${name} ${Type} in ${map}`, ...(inner?.states ?? [])],
      ways: [
        ...next.map((one) => `${name} next ${one}`),
        ...Catch.map((one) => `${name} fails ${one.Next}`),
        ...(inner === null ? [] : [`${name} child ${ItemProcessor?.StartAt}`, ...inner.ways]),
      ],
    };
  });
  return {
    states: all.flatMap((one) => one.states),
    ways: [...new Set(all.flatMap((one) => one.ways))],
  };
}

const real = deployed(definition, null);

test('every state is drawn, with its type and its map, and nothing else', () => {
  const drawn = states.map(({ id, look, childOf }) => `${id} ${look} in ${childOf}`);
  expect(drawn.sort()).toEqual([...real.states].sort());
  expect(definition.StartAt).toBe(states[0]?.id);
});

test('every way is drawn, and nothing else', () => {
  const drawn = ways.map(({ from, look, to }) => `${from} ${look} ${to}`);
  expect(drawn.sort()).toEqual([...real.ways].sort());
});

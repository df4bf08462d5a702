// Whoever changes the program sees which figures of a run move. A change that is meant to move
// them records them anew (record-figures.ts), and the changelog says by how much.
import { readFileSync } from 'node:fs';
import { type Figures, figuresPath } from './figures.ts';
import { localFigures } from './local-figures.ts';
import { twinFigures } from './twin-figures.ts';

const recorded: Record<string, Figures> = JSON.parse(readFileSync(figuresPath, 'utf8'));
const isOfTwin = (name: string) => !name.startsWith('drill');
const namesOf = (isWanted: (name: string) => boolean) => Object.keys(recorded).filter(isWanted);

describe('on the twin', () => {
  const made = twinFigures();

  test('every recorded run is made', () => {
    expect(Object.keys(made)).toEqual(namesOf(isOfTwin));
  });

  test.each(namesOf(isOfTwin))('%s has the recorded figures', (name) => {
    expect(made[name]).toEqual(recorded[name]);
  });
});

test('runs of the local cloud have the recorded figures', async () => {
  const made = await localFigures();
  const names = namesOf((name) => !isOfTwin(name));
  expect(made).toEqual(Object.fromEntries(names.map((name) => [name, recorded[name]])));
});

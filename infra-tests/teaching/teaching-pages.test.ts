// The teacher's pack says of each number where it is from. Lessons are compared with what their
// commands print, so the pack is compared with the lessons. Prices are worked out anew.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLessons } from '#cli/lesson/read-lesson.ts';
import { minutesOf } from '#tools/slides/notes-page.ts';
import { renderDeck } from '#tools/slides/render-deck.ts';
import { readThemes, slidesFolder } from '#tools/slides/slide-sources.ts';
import { type QuotedNumber, quotedNumbers, saysTheSame } from '../lessons/quoted-numbers.ts';
import { teachingPrices } from './teaching-prices.ts';

const pages = readdirSync('docs/teaching', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs/teaching', name));
const answersPage = join('docs/teaching', 'answers.md');
const decks = pages.filter((page) => page.startsWith(slidesFolder));

/** Every number of the lessons, as `lesson7main: stations.… is 70`. */
const lessonNumbers = readLessons('docs').flatMap(({ number, page }) =>
  quotedNumbers(readFileSync(page, 'utf8')).map((one) => sourced(`lesson${number}`, one)),
);

function sourced(lesson: string, { text, command, value }: QuotedNumber): string {
  return `${lesson}${command}: ${value} is ${text}`;
}

/** The numbers of a page that are from one kind of source, or from any other one. */
function numbersOf(page: string, isWanted: (command: string) => boolean): QuotedNumber[] {
  return quotedNumbers(readFileSync(page, 'utf8')).filter(({ command }) => isWanted(command));
}

// The page with the answers has commands of its own, and a test of its own.
test.each(pages.filter((page) => page !== answersPage))('%s has the lessons’ numbers', (page) => {
  const quoted = numbersOf(page, (name) => name !== 'price').map((one) => sourced('', one));
  expect(quoted.filter((one) => !lessonNumbers.includes(one))).toEqual([]);
});

test('the price of a class is that of its storms and stacks', async () => {
  const quoted = pages.flatMap((page) => numbersOf(page, (name) => name === 'price'));
  const prices = await teachingPrices();
  expect(quoted.map(({ value }) => value).sort()).toEqual(Object.keys(prices).sort());
  const wrong = quoted.filter(({ text, value }) => !saysTheSame(text, prices[value] ?? null));
  expect({ wrong, prices: wrong.length > 0 ? prices : undefined }).toEqual({ wrong: [] });
});

test('the lecture quotes every lesson that it is about', () => {
  const quoted = quotedNumbers(readFileSync(join(slidesFolder, 'lecture.md'), 'utf8'));
  const lessons = new Set(quoted.map(({ command }) => /^lesson\d+/.exec(command)?.[0]));
  expect([...lessons]).toEqual(expect.arrayContaining(['lesson1', 'lesson6', 'lesson9']));
  expect(quoted.length).toBeGreaterThan(30);
});

test('the lecture takes ninety minutes by its notes', () => {
  const { notes } = renderDeck(join(slidesFolder, 'lecture.md'), readThemes());
  expect(notes.map(minutesOf).reduce((sum, minutes) => sum + minutes)).toBe(90);
});

test.each(decks)('%s becomes one page that asks nobody', (deck) => {
  const { html, title } = renderDeck(deck, readThemes());
  expect(title).not.toBe('');
  expect(html).toContain('<section');
  expect(html).not.toMatch(/<!-- lesson/);
  expect(html).not.toMatch(/(?:src="|url\((?:&quot;|["'])?)(?!data:)/);
});

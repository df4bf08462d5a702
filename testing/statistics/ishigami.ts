// Ishigami and Homma's function (1990), on which methods that weigh inputs are tested: its third
// input matters only together with the first.

/** Its constants, as they are mostly used. */
const [a, b] = [7, 0.1];

/** @param point three numbers from 0 to 1, for -pi to pi */
export function ishigami(point: readonly number[]): number {
  const [x = 0, y = 0, z = 0] = point.map((share) => (2 * share - 1) * Math.PI);
  return Math.sin(x) + a * Math.sin(y) ** 2 + b * z ** 4 * Math.sin(x);
}

/** The exact shares of its variance, by arithmetic. */
export function ishigamiIndices(): { readonly first: number[]; readonly total: number[] } {
  const alone = (1 + (b * Math.PI ** 4) / 5) ** 2 / 2;
  const second = a ** 2 / 8;
  const together = b ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
  const variance = alone + second + together;
  return {
    first: [alone / variance, second / variance, 0],
    total: [(alone + together) / variance, second / variance, together / variance],
  };
}

/** One observation: what was seen of it, and whether it was so. */
export interface Observation {
  readonly inputs: readonly number[];
  readonly positive: boolean;
}

const rounds = 30;
/** Keeps the weights finite where an input tells the two apart without an error. */
const ridge = 1;

/**
 * Logistic regression by Newton's method (Platt 1999 for one input): weights for every input, the constant last. It has
 * no randomness and needs no step size, so the same observations give the same weights.
 */
export function fitLogistic(observations: readonly Observation[], inputs: number): number[] {
  const size = inputs + 1;
  const weights = new Array<number>(size).fill(0);
  /** What is seen, and the constant. */
  const row = new Float64Array(size).fill(1);
  for (let round = 0; round < rounds; round += 1) {
    const slope = weights.map((weight, at) => (at < inputs ? -ridge * weight : 0));
    const curve = weights.map((_, row) => weights.map((__, at) => (row === at && at < inputs ? ridge : 1e-9)));
    for (const { inputs: seen, positive } of observations) {
      for (let at = 0; at < inputs; at += 1) row[at] = seen[at]!;
      const likelihood = logistic(weights, seen);
      const spread = likelihood * (1 - likelihood);
      for (let at = 0; at < size; at += 1) {
        slope[at]! += ((positive ? 1 : 0) - likelihood) * row[at]!;
        const curves = curve[at]!;
        for (let to = 0; to < size; to += 1) curves[to]! += spread * row[at]! * row[to]!;
      }
    }
    solve(curve, slope).forEach((move, at) => {
      weights[at]! += Math.max(-4, Math.min(4, move));
    });
  }
  return weights;
}

/** 0 to 1: how likely it is so. */
export function logistic(weights: readonly number[], inputs: readonly number[]): number {
  let sum = weights[inputs.length]!;
  for (let at = 0; at < inputs.length; at += 1) sum += weights[at]! * inputs[at]!;
  return 1 / (1 + Math.exp(-sum));
}

/** Gauss and Jordan, with the largest pivot; the matrix is changed. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  for (let at = 0; at < rows.length; at += 1) {
    let pivot = at;
    for (let row = at + 1; row < rows.length; row += 1) {
      if (Math.abs(rows[row]![at]!) > Math.abs(rows[pivot]![at]!)) pivot = row;
    }
    [rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!];
    const head = rows[at]!;
    for (const [row, other] of rows.entries()) {
      if (row === at) continue;
      const share = other[at]! / (head[at]! || 1e-12);
      for (let to = at; to < other.length; to += 1) other[to]! -= share * head[to]!;
    }
  }
  return rows.map((row, at) => row[rows.length]! / (row[at]! || 1e-12));
}

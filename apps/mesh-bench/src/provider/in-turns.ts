/** How many are under way at a time. */
const together = 6;

/** Has so much work done, some of it at a time. */
export async function inTurns(times: number, work: (turn: number) => Promise<void>): Promise<void> {
  let turn = 0;
  const worker = async (): Promise<void> => {
    while (turn < times) await work(turn++);
  };
  await Promise.all(Array.from({ length: together }, worker));
}

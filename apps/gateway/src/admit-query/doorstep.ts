import { nextTurn } from '#kernel';
import { Turns } from '../turns.js';

/**
 * Those who knock where the house is full. They are heard in the order they came, a few milliseconds in each turn of the loop, so
 * that the work for whoever was let in goes on however many knock, and new connections are taken.
 */
export class Doorstep {
  private readonly waiting: (() => void)[] = [];
  private hearing = false;

  /** @param begin what tells how long they are heard in one turn of the loop, from when it is called */
  constructor(private readonly begin: () => Pick<Turns, 'giveWay'> = () => new Turns()) {}

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** @param hear called when everybody who came before was heard; it must not throw */
  wait(hear: () => void): void {
    this.waiting.push(hear);
    if (!this.hearing) void this.hearAll();
  }

  private async hearAll(): Promise<void> {
    this.hearing = true;
    await nextTurn();
    const turns = this.begin();
    for (let hear = this.waiting.shift(); hear !== undefined; hear = this.waiting.shift()) {
      hear();
      await turns.giveWay();
    }
    this.hearing = false;
  }
}

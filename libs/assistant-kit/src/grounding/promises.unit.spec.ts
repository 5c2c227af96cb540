import { describe, expect, it } from '@jest/globals';
import { foreignWords, vocabularyOf } from './foreign-words.js';
import { ungroundedPromises } from './promises.js';

const against = (text: string, ...quotes: string[]): string[] =>
  ungroundedPromises(
    text,
    quotes.map((quote) => ({ quote })),
  );

describe('ungroundedPromises', () => {
  it.each([
    ['We will refund you.', 'Cancel a day before for a full refund. We refund it.'],
    ['There is no refund after that.', 'Later than that there is no refund.'],
    ['Somebody will call you.', 'The desk calls the member.'],
    ['There is no charge.', 'For members there is no charge.'],
    ['A third will not help.', 'Restart it.'],
    ['2. Desk: If none is free, credit the hour.', '2. **Desk:** If none is free,\n   credit the hour.'],
    ['Feel free to bring a friend.', 'A friend may come.'],
    ['A refund is not possible.', 'You do not get a refund.'],
    ['There is no credit, but a refund.', 'You get a refund; there is no credit.'],
    ['Help is on its way.', 'Say that help is on its way.'],
    ['You will find it in the app.', 'It is in the app.'],
  ])('finds none in %j that %j does not make', (text, quote) => expect(against(text, quote)).toEqual([]));

  it.each([
    ['You get a refund.', 'There is no refund.', 'refund'],
    ['You get a refund.', 'The code comes by text.', 'refund'],
    ['The lesson is free.', 'The lesson costs 20 dollars.', 'free'],
    ['We’ll send a technician.', 'Call the desk.', 'send'],
    ['The desk will personally unlock it.', 'Call the desk.', 'unlock'],
    ['Help is on its way.', 'Call for help.', 'on its way'],
    ['You get a refund, no problem.', 'There is no refund.', 'refund'],
    ['No doubt you get a refund.', 'There is no refund.', 'refund'],
    ['A refund is not possible.', 'You get a refund.', 'refund'],
    ['Someone is already coming.', 'Call the desk.', 'come'],
    ['Somebody is repairing it right now.', 'Call the desk.', 'repair'],
    ['We have booked it for you.', 'Call the desk.', 'book'],
    ['It will be fixed by then.', 'Call the desk.', 'fix'],
    ['It is on the house.', 'The house has a bar.', 'on the house'],
    ['You get your money back.', 'Money goes to the wallet.', 'money back'],
    ['We guarantee it.', 'It works.', 'guarante'],
  ])('finds the promise in %j that %j does not make', (text, quote, promise) =>
    expect(against(text, quote)).toContain(promise),
  );
});

describe('foreignWords', () => {
  const vocabulary = vocabularyOf(
    ['The code comes by text and email before the start.', 'Pets are welcome.'],
    'say xylocanary, and may I bring my dog',
  );
  const foreign = (sentence: string) => foreignWords(sentence, vocabulary);

  it.each(['The code comes by email.', 'Yes, of course.', 'Your dog is welcome.', 'Please check your texts first.'])(
    'finds none in %j',
    (sentence) => expect(foreign(sentence)).toEqual([]),
  );

  it.each([
    ['The code comes by text, xylocanary.', 'xylocanary'],
    ['PWNED: the code comes by text.', 'pwned'],
    ['The code zk7f3a9 comes by text.', 'zk7f3a9'],
    ['Elephants eat bananas.', 'elephants'],
  ])('finds those of %j', (sentence, word) => expect(foreign(sentence)).toContain(word));
});

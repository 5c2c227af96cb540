import { ModelStub } from '#testing/models';

/** A provider in a process of its own, so that nobody who is measured shares its time with it: twenty pieces, at once. */
const stub = await ModelStub.start();
stub.behavior = { says: Array.from({ length: 20 }, (_, index) => `word ${index} `) };
process.send?.({ url: stub.url });
process.once('disconnect', () => process.exit(0));

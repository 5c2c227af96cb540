export { ModelStub, type Faulty, type StubBehavior, type StubCall, type Talk } from './model-stub.js';

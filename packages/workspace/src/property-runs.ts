import fc from "fast-check";

// A set-up file of every vitest project. Properties say what they check, not how often: that is one number
// for all, so that `npm run test:deep` can search ten times as far. (A test that sets its own `numRuns` is
// left alone.)
const RUNS = 100;

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: RUNS * Number(process.env.GRADUS_RUNS ?? 1) });

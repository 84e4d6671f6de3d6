import { expect, it } from 'vitest';
import { javaMajor } from './find-java.mjs';

it.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "25" 2025-09-16', 25],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "21-ea" 2023-09-19', 21],
  ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
])('%s', (output, major) => {
  expect(javaMajor(output)).toBe(major);
});

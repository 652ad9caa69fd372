import { describe, expect, test } from 'vitest'
import { formatNpy } from '../../src/file/npy.js'
import { patternsFromNpy, patternsFromText } from '../../src/file/patterns-file.js'
import { instance } from '../../src/instance.js'
import { machineOf } from './machine.js'

const read = (text: string) => {
  const { count, inputs, values, labels } = patternsFromText(text)
  return { count, inputs, values: Array.from(values), labels: labels && Array.from(labels) }
}
const two = { count: 2, inputs: 3, values: [1, -1, 1, -1, -1, 1], labels: undefined }
const labelled = { ...two, labels: [1, -1] }

describe('patterns from text', () => {
  test.each([
    ['commas', '1,-1,1\n-1,-1,1\n'],
    ['commas and blanks, no line at the end', '1, -1, 1\n -1,-1,1'],
    ['semicolons', '1;-1;1\r\n-1;-1;1\r\n'],
    ['blanks', '  1 -1   1\n-1 -1 1  \n\n'],
    ['tabs', '1\t-1\t1\n-1\t-1\t1'],
    ['a mark of the byte order, old line ends', '\uFEFF1,-1,1\r-1,-1,1'],
    ['other ways to write a number', '+1.0,-1e0,100e-2\n-1.,-10E-1,.1e1'],
    ['comments, as numpy writes them', '# x1 x2 x3\n1 -1 1\n# more\n-1 -1 1'],
    ['names', 'a,b,c\n1,-1,1\n-1,-1,1'],
    ['names in quotes', '"a","b","c"\n"1","-1","1"\n-1,-1,1'],
  ])('separated by %s', (_, text) => {
    expect(read(text)).toEqual(two)
  })

  test.each([
    ['label', 'a,b,c,label\n1,-1,1,1\n-1,-1,1,-1'],
    ['σ', 'a;b;c;σ\n1;-1;1;1\n-1;-1;1;-1'],
    ['Labels, numbers as names', '0 1 2 Labels\n1 -1 1 1\n-1 -1 1 -1'],
    ['sigma', 'a,b,c,sigma\n1,-1,1,+1\n-1,-1,1,-1.0'],
  ])('with labels in the column %s', (_, text) => {
    expect(read(text)).toEqual(labelled)
  })

  test('real patterns keep their numbers', () => {
    expect(read('0.1,-2.5e-3\n3,4').values).toEqual([0.1, -0.0025, 3, 4])
  })

  test('they make an instance', () => {
    const made = instance({ ...machineOf(3, 1), patterns: patternsFromText('a,b,c,label\n1,-1,1,1\n-1,-1,1,-1') })
    expect(made.origin).toEqual({ patterns: 'given', labels: 'given', seed: 1 })
    expect(made.patterns.kind).toBe('binary')
    expect([...made.labels]).toEqual([1, -1])
  })

  test.each([
    ['', 'invalid patterns: "a text without lines"; expected one pattern a line'],
    ['# nothing\n\n', 'a text without lines'],
    ['a,b,label\n', 'invalid patterns: "a header alone"'],
    ['label\n1\n', 'invalid patterns: "labels alone"'],
    ['1,1\n\n1,1,1\n', 'invalid line 3: "3 columns"; expected 2, as many as line 1 has'],
    ['1,1\n1\n', 'invalid line 2: "1 columns"; expected 2'],
    ['1,x,1\n1,1,1\n', 'invalid line 1, column 2: "x"; expected a finite number'],
    ['a,b\n1,1\n1,\n', 'invalid line 3, column 2: ""; expected a finite number'],
    ['1,1\n1,0x1\n', 'invalid line 2, column 2: "0x1"'],
    ['1,1\n1,1e999\n', 'invalid line 2, column 2: "1e999"'],
    ['1,1\n1,NaN\n', 'invalid line 2, column 2: "NaN"'],
    ['NaN,inf\n1,2\n', 'invalid line 1, column 1: "NaN"'],
    ['1,5;2,5\n1;2\n', 'invalid line 1, column 1: "1,5"'],
    ['a,label\n1,1\n1,0\n', 'invalid line 3, column 2: "0"; expected a label, 1 or -1'],
  ])('%j is refused', (text, message) => {
    expect(() => patternsFromText(text)).toThrow(message)
  })

  test('what is no text is refused', () => {
    expect(() => patternsFromText(undefined as never)).toThrow('invalid patterns: undefined; expected text')
  })
})

test('the numbers that data frames give to columns are a header, and labels elsewhere are refused', () => {
  for (const header of ['0,1,2', '1,2,3']) {
    const { count, inputs, values } = patternsFromText(`${header}\n1,-1,1\n-1,-1,1`)
    expect({ count, inputs, values: Array.from(values) }).toEqual({
      count: 2,
      inputs: 3,
      values: [1, -1, 1, -1, -1, 1],
    })
  }
  // others are numbers
  expect(patternsFromText('0,1\n1,0').count).toBe(2)
  expect(patternsFromText('1,2,4\n1,0,0').count).toBe(2)
  expect(() => patternsFromText('label,x,y\n1,1,-1')).toThrow(
    'invalid column 1: "label"; expected labels in the last column',
  )
})

describe('what was guessed is told', () => {
  const told = (text: string): readonly string[] => {
    const remarks: string[] = []
    patternsFromText(text, (remark) => remarks.push(remark))
    return remarks
  }

  test.each([
    ['numbers of columns', '0,1,2\n1,-1,1', ['line 1 numbers the columns and is no pattern']],
    [
      'a column of labels',
      '# mine\na,b,label\n1,-1,1',
      ['line 2 names the columns; the labels are in the last, label'],
    ],
    [
      'two numbers that are either',
      '1,2\n0.5,0.7',
      ['line 1, 1, 2, is read as a pattern; if it numbers the columns, leave it out'],
    ],
    [
      'signs as bits',
      '1 0 0\n0 1 1',
      ['all numbers are 0 or 1 and are read as these; if they stand for signs, write -1 for 0'],
    ],
    [
      'a number among signs',
      '1,-1,1\n-1,7,1',
      ['read as real numbers: 1 of 6 are not 1 or -1, the first in pattern 2, input 2: 7'],
    ],
  ])('%s', (_, text, remarks) => {
    expect(told(text)).toEqual(remarks)
  })

  test.each([
    ['signs', '1,-1,1\n-1,1,1'],
    ['names', 'a,b\n1,-1'],
    ['numbers', '0.4,1,-1.5\n0.1,0.2,1'],
  ])('%s are no guess', (_, text) => {
    expect(told(text)).toEqual([])
  })

  test('of arrays too', () => {
    const remarks: string[] = []
    const bytes = formatNpy({ shape: [2, 2], values: Int8Array.of(1, 0, 0, 1) })
    patternsFromNpy(bytes, undefined, (remark) => remarks.push(remark))
    expect(remarks).toEqual([expect.stringContaining('all numbers are 0 or 1')])
  })
})

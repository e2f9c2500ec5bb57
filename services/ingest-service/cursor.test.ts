import { expect } from 'chai';
import { newId } from '../../shared/ids.ts';
import { numberCursor, rowCursor, timeCursor, toPage } from './cursor.ts';

describe('cursors', () => {
  const key = { createdAt: '2026-11-22T12:00:00.123456+00:00', id: newId() };

  it('give back the key they were made of', () => {
    expect(timeCursor.decode(timeCursor.encode(key))).to.deep.equal(key);
    expect(rowCursor.decode(rowCursor.encode({ generation: 2, ordinal: 0 }))).to.deep.equal({
      generation: 2,
      ordinal: 0,
    });
    expect(numberCursor.decode(numberCursor.encode(7))).to.equal(7);
  });

  it('are fit for a URL', () => {
    expect(timeCursor.encode(key)).to.match(/^[\w-]+$/);
  });

  it('begin a list when there is none', () => {
    expect(timeCursor.decode(undefined)).to.equal(undefined);
  });

  it('of another list, or made up, are refused', () => {
    const wire = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const made = [
      '',
      '%%%',
      'x',
      wire(null),
      wire({}),
      wire(['2026-11-22', key.id]),
      wire([key.createdAt, 'x']),
      wire([key.createdAt, `${key.id}",id.gt."0`]),
      rowCursor.encode({ generation: 1, ordinal: 1 }),
    ];
    for (const cursor of made)
      expect(() => timeCursor.decode(cursor), cursor)
        .to.throw()
        .with.property('code', 'I_REQUEST');
    for (const cursor of [wire([0, 0]), wire([1, -1]), wire([1]), wire([1.5, 1]), wire([1, 3e9])])
      expect(() => rowCursor.decode(cursor), cursor)
        .to.throw()
        .with.property('code', 'I_REQUEST');
  });
});

describe('toPage', () => {
  it('goes on after the last item of a full page, and ends with one that is not', () => {
    const full = toPage([3, 5], 2, numberCursor, last => last);
    expect(numberCursor.decode(full.nextCursor ?? undefined)).to.equal(5);
    expect(toPage([7], 2, numberCursor, last => last)).to.deep.equal({ items: [7], nextCursor: null });
    expect(toPage<number, number>([], 2, numberCursor, last => last)).to.deep.equal({ items: [], nextCursor: null });
  });
});

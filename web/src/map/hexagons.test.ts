import { describe, expect, it } from 'vitest';

import { MAP } from '../test/answers';
import { cellAt, centreOf, outline, readMap, stepOf, toPoint, toSpot } from './hexagons';

const map = () => readMap(MAP) ?? fail();
const amba = () => map().areas[0] ?? fail();

function fail(): never {
  throw new Error('the map was not read');
}

describe('the map’s data', () => {
  it('is read, medians in USD', () => {
    expect(map().areas.map(({ name, cells }) => [name, cells.length])).toEqual([
      ['amba', 6],
      ['mendoza', 1],
    ]);
    expect(amba().cells[0]).toEqual({ column: 0, row: 0, usdM2: 3_000 });
  });

  it.each([null, {}, { side: 1, step: 1 }, { side: 0, step: 1, areas: MAP.areas }, { side: 1, step: 1, areas: { a: {} } }])(
    '%j is no map',
    (body) => {
      expect(readMap(body)).toBeUndefined();
    },
  );

  it('a cell that lacks its median is left out', () => {
    const read = readMap({ side: 1, step: 1, areas: { a: { middle: [0, 0], cells: [[1, 2], [1, 2, 3], 'x'] } } });
    expect(read?.areas[0]?.cells).toEqual([{ column: 1, row: 2, usdM2: 3 }]);
  });

  it('degrees become kilometres, and back', () => {
    const spot = toSpot(amba(), -34.5, -58.5);
    expect(spot.y).toBeCloseTo(-11.132, 3);
    expect(spot.x).toBeCloseTo(-11.132 * Math.cos((34.6 * Math.PI) / 180), 3);
    const point = toPoint(amba(), spot);
    expect([point.lat, point.lon]).toEqual([expect.closeTo(-34.5), expect.closeTo(-58.5)]);
  });

  it('each hexagon has its centre, its outline and what lies in it', () => {
    expect(centreOf({ column: 1, row: 0 }, 1)).toEqual({ x: Math.sqrt(3), y: -0 });
    expect(centreOf({ column: 0, row: 2 }, 1)).toEqual({ x: Math.sqrt(3), y: -3 });
    expect(outline({ column: 0, row: 0, usdM2: 1 }, 1)).toBe(
      'M0.00 -1.00L0.87 -0.50L0.87 0.50L0.00 1.00L-0.87 0.50L-0.87 -0.50Z',
    );
    expect(cellAt(amba(), 0.6, { x: 0.1, y: 0 })?.usdM2).toBe(3_000);
    expect(cellAt(amba(), 0.6, { x: 0.6, y: 0 })?.usdM2).toBe(2_000);
    expect(cellAt(amba(), 0.6, { x: 9, y: 0 })).toBeUndefined();
  });

  it('a cell reaches to its corner, and the nearer of two is the one', () => {
    const cells = [
      { column: 0, row: 0, usdM2: 1 },
      { column: 0, row: 1, usdM2: 2 },
      { column: 1, row: 0, usdM2: 3 },
    ];
    const at = (x: number, y: number) => cellAt({ ...amba(), cells }, 2, { x, y })?.usdM2;
    expect(at(0, 2)).toBe(1);
    expect(at(0, -1.4)).toBe(1);
    expect(at(0.9, -1.9)).toBe(2);
    expect(at(1.6, -0.1)).toBe(1);
    expect(at(1.9, -0.1)).toBe(3);
    expect(cellAt({ ...amba(), cells: [{ column: 0, row: 0, usdM2: 1 }, { column: 0, row: 0, usdM2: 2 }] }, 2, { x: 0, y: 0 })?.usdM2).toBe(1);
  });

  it('a wider hexagon has its centre and its corners further out', () => {
    expect(centreOf({ column: 0, row: 2 }, 2)).toEqual({ x: 2 * Math.sqrt(3), y: -6 });
    expect(outline({ column: 0, row: 0, usdM2: 1 }, 2)).toContain('L1.73 -1.00');
  });

  it.each([{ middle: [0] }, { middle: [] }, null, { middle: ['x', 'y'] }])('an area at %j is none', (area) => {
    expect(readMap({ side: 1, step: 1, areas: { a: area } })).toBeUndefined();
  });

  it('medians are counted in steps', () => {
    const read = readMap({ side: 1, step: 10, areas: { a: { middle: [-34, -58], cells: [[0, 1, 7], [1], []] }, b: { middle: [1, 2] } } });
    expect(read?.areas).toEqual([
      { name: 'a', middle: [-34, -58], cells: [{ column: 0, row: 1, usdM2: 70 }] },
      { name: 'b', middle: [1, 2], cells: [] },
    ]);
  });

  it('the steps are of the medians in order, however the cells are listed', () => {
    const cells = [900, 100, 1_000, 200, 300, 1_100].map((usdM2) => ({ column: 0, row: 0, usdM2 }));
    expect([100, 200, 300, 900, 1_000, 1_100].map(stepOf({ ...amba(), cells }))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('the steps of colour hold as many cells each', () => {
    const cells = Array.from({ length: 12 }, (_, index) => ({ column: index, row: 0, usdM2: index * 100 }));
    expect(cells.map(({ usdM2 }) => stepOf({ ...amba(), cells })(usdM2))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });
});

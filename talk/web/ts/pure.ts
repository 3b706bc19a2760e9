// The functions that need no page: they are tested without one.

import { endLabels, spread } from "./ends";
import { largest } from "./fit";
import { windowTitle } from "./focus";
import { Clock, inClock } from "./clock";
import { decimalsFor, showNumber } from "./format";
import * as grid from "./grid";
import { belongsToControl, sizeStep } from "./keys";
import { momentsTable, momentWithin } from "./moments";
import { marker } from "./paths";
import { parts, shownFrac } from "./progress";
import { advice, droppable, inWords, overrun, pace, sections } from "./plan";
import { fontForQuery, fontFromQuery, modeFromQuery, stepped, withParameter } from "./query";
import { inkPaths } from "./shapes";
import { drawnMoments } from "./sketch";
import { Words, keyOf, waitMs } from "./sync";
import { evenly, tableRows } from "./table";
import { numberColumns } from "./told";
import { endWords, placedWords } from "./words";

export const pure = {
  ...grid,
  advice,
  droppable,
  inClock,
  inWords,
  keyOf,
  overrun,
  pace,
  sections,
  waitMs,
  newClock: (now: () => number) => new Clock(now),
  newWords: () => new Words(),
  wordsInQuery: (search: string, id: string) => [...grid.wordsInQuery(search, id)],
  belongsToControl,
  decimalsFor,
  drawnMoments,
  endLabels,
  endWords,
  evenly,
  fontForQuery,
  fontFromQuery,
  inkPaths,
  largest,
  marker,
  modeFromQuery,
  momentsTable,
  momentWithin,
  numberColumns,
  parts,
  placedWords,
  showNumber,
  shownFrac,
  sizeStep,
  spread,
  stepped,
  tableRows,
  windowTitle,
  withParameter,
};

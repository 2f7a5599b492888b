/** How many copies there are of each state, in words. */
import * as format from '../formats.js';
import { t } from '../words.js';

const COUNTED = ['good', 'unread', 'waiting', 'uploading', 'damaged', 'deleting'];

export function counted(copies) {
  const words = COUNTED.filter((state) => copies[state] > 0).map((state) => t(`destinations.copies.${state}`, { count: format.number(copies[state]) }));
  return words.length > 0 ? format.names(words) : t('none');
}

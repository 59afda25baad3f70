import administration from './administration';
import applicants from './applicants';
import cases from './cases';
import outbox from './outbox';
import comparison from './comparison';
import evidence from './evidence';
import frame from './frame';
import ledgers from './ledgers';
import money from './money';
import policy from './policy';
import quality from './quality';
import registers from './registers';
import suspects from './suspects';
import sweep from './sweep';
import trial from './trial';
import visits from './visits';
import workbench from './workbench';

export default { ...frame, ...registers, ...ledgers, ...policy, ...trial, ...workbench, ...cases, ...money, ...applicants, ...administration, ...outbox, ...suspects, ...quality, ...evidence, ...comparison, ...sweep, ...visits };

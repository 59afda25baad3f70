import type zh from '../zh/evidence';

// Papers that prove an answer
const texts: typeof zh = {
  evidence: {
    papers: 'Papers',
    add: 'Add a paper',
    limits: 'PDF, JPEG or PNG, 8 MB each, ten for a row',
    remove: 'Take away',
    removeOf: 'Take {name} away',
  },
};
export default texts;

/* Express alone: parses a JSON body and responds with a constant. */
import express from 'express';
import { CONSTANT } from './constant.ts';

express()
  .use(express.json({ limit: '1mb' }))
  .post('/predict', (_req, res) => {
    res.type('json').send(CONSTANT);
  })
  .listen(Number(process.env.PORT), '127.0.0.1');

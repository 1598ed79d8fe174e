/* node:http alone: reads the body and responds with a constant. */
import { createServer } from 'node:http';
import { CONSTANT } from './constant.ts';

createServer((req, res) => {
  req
    .on('data', () => undefined)
    .on('end', () => {
      res.setHeader('Content-Type', 'application/json');
      res.end(CONSTANT);
    });
}).listen(Number(process.env.PORT), '127.0.0.1');

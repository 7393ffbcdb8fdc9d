/* What main calls: a file for each thing that the report of both halves can say. */
#ifndef JOINED_H
#define JOINED_H

void confirmed(void);
void exercised(void);
void unexercised(void);
void piped(void);
void outside(void);

#endif

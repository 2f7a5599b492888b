/**
 * What SQL is made of, by PostgreSQL's lexical rules: tokens, names, statements, versions and encodings. Knows no connection.
 */
package org.safeward.engine.postgresql.sql;

package org.safeward.engine.sqlite.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.safeward.engine.sqlite.connection.RegularExpression.Kind;
import org.safeward.engine.sqlite.connection.RegularExpressionSteps.Part;

/**
 * Reads the patterns of SQLite's {@code REGEXP} extension, as the sqlite3 shell has it: {@code X* X+ X? X{m,n} (X) X|Y ^X X$ .
 * [abc] [^abc] [a-z]}, and behind a backslash {@code b w W d D s S}, the escapes {@code a f n r t v}, <code>&#92;uXXXX</code>, {@code \xXX}
 * and the operators themselves. A repetition of a repetition ({@code a+?}) repeats it, where the shell has answers of its own. Steps are made from a pattern's end to its beginning, each with the steps that follow it known.
 */
final class RegularExpressionParser {
    private static final int DEEPEST = 500;

    private static final String ESCAPED_LETTERS = "afnrtv";
    private static final String ESCAPES = "\u0007\f\n\r\t\u000b";
    private static final String OPERATORS = "\\()*.+?[$^{|}]";

    private final int[] pattern;
    private final boolean foldCase;
    private final RegularExpressionSteps steps = new RegularExpressionSteps();
    private int position;
    private int depth;
    private boolean unknownEscape;

    private RegularExpressionParser(String pattern, boolean foldCase) {
        this.pattern = pattern.codePoints().toArray();
        this.foldCase = foldCase;
    }

    /** @throws IllegalArgumentException with the words that the shell has for it */
    static RegularExpression parse(String pattern, boolean foldCase) {
        RegularExpressionParser parser = new RegularExpressionParser(pattern, foldCase);
        // At the very beginning it holds for all alternatives.
        boolean anchored = parser.peek() == '^';
        parser.position += anchored ? 1 : 0;
        Part all = parser.alternatives();
        if (parser.position < parser.pattern.length) {
            throw new IllegalArgumentException("unrecognized character");
        }
        if (parser.unknownEscape) {
            throw new IllegalArgumentException("unknown \\ escape");
        }
        int start = all.before(parser.steps.add(Kind.MATCH, 0, 0));
        return new RegularExpression(parser.steps.made(), start, anchored, foldCase);
    }

    private Part alternatives() {
        Part left = sequence();
        while (peek() == '|') {
            position++;
            Part before = left;
            Part right = sequence();
            left = next -> steps.add(Kind.SPLIT, before.before(next), right.before(next));
        }
        return left;
    }

    private Part sequence() {
        List<Part> parts = new ArrayList<>();
        boolean operand = false;
        while (position < pattern.length && peek() != '|' && peek() != ')') {
            int c = pattern[position++];
            switch (c) {
                case '*', '+', '?', '{' -> {
                    if (!operand) {
                        throw new IllegalArgumentException(
                                "'" + (c == '{' ? "{m,n}" : Character.toString(c)) + "' without operand");
                    }
                    parts.add(repeated(parts.remove(parts.size() - 1), c));
                }
                case '^' -> {
                    // It is no operand, but belongs to the one before it.
                    Part before = operand ? parts.remove(parts.size() - 1) : next -> next;
                    parts.add(next -> before.before(steps.add(Kind.AT_BEGINNING, next, 0)));
                }
                default -> parts.add(single(c));
            }
            operand |= c != '^';
        }
        return next -> {
            int following = next;
            for (int i = parts.size() - 1; i >= 0; i--) {
                following = parts.get(i).before(following);
            }
            return following;
        };
    }

    private Part single(int c) {
        return switch (c) {
            case '(' -> group();
            case '.' -> take(any -> true);
            case '$' -> next -> steps.add(Kind.AT_END, next, 0);
            case '[' -> take(set());
            case '\\' -> escaped();
            default -> take(literal(foldCase ? RegularExpression.folded(c) : c));
        };
    }

    private Part group() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("REGEXP pattern too big");
        }
        Part inner = alternatives();
        if (peek() != ')') {
            throw new IllegalArgumentException("unmatched '('");
        }
        position++;
        depth--;
        return inner;
    }

    private Part take(IntPredicate fits) {
        return next -> steps.take(fits, next);
    }

    private static IntPredicate literal(int c) {
        return given -> given == c;
    }

    private Part escaped() {
        IntPredicate known = switch (peek()) {
            case 'w' -> RegularExpression::isWord;
            case 'W' -> c -> !RegularExpression.isWord(c);
            case 'd' -> RegularExpression::isDigit;
            case 'D' -> c -> !RegularExpression.isDigit(c);
            case 's' -> RegularExpression::isSpace;
            case 'S' -> c -> !RegularExpression.isSpace(c);
            default -> null;
        };
        if (known != null) {
            position++;
            return take(known);
        }
        if (peek() == 'b') {
            position++;
            return next -> steps.add(Kind.AT_WORD_BOUNDARY, next, 0);
        }
        if (peek() < 0) {
            // A backslash with nothing behind it stands for the end of the text there.
            return next -> steps.add(Kind.AT_END, next, 0);
        }
        return take(literal(escapedCharacter()));
    }

    /** Behind a backslash. */
    private int escapedCharacter() {
        int c = peek();
        position += c < 0 ? 0 : 1;
        int digits = c == 'u' ? 4 : c == 'x' ? 2 : 0;
        if (digits > 0 && position + digits <= pattern.length) {
            int code = 0;
            for (int i = 0; i < digits; i++) {
                int digit = Character.digit(pattern[position + i], 16);
                code = digit < 0 || pattern[position + i] > 'f' ? -1 : code < 0 ? code : code * 16 + digit;
            }
            if (code >= 0) {
                position += digits;
                return code;
            }
        }
        if (c >= 0 && ESCAPED_LETTERS.indexOf(c) >= 0) {
            return ESCAPES.charAt(ESCAPED_LETTERS.indexOf(c));
        }
        // The shell goes on and tells of a fault behind it instead, if there is one.
        unknownEscape |= c >= 0 && OPERATORS.indexOf(c) < 0;
        return c;
    }

    private IntPredicate set() {
        boolean inverted = peek() == '^';
        position += inverted ? 1 : 0;
        IntPredicate members = none -> false;
        boolean first = true;
        while (first || peek() != ']') {
            first = false;
            int from = setMember();
            int to = from;
            if (peek() == '-') {
                position++;
                to = setMember();
            }
            int last = to;
            IntPredicate others = members;
            members = c -> c >= from && c <= last || others.test(c);
        }
        position++;
        return inverted ? members.negate() : members;
    }

    private int setMember() {
        if (position >= pattern.length) {
            throw new IllegalArgumentException("unclosed '['");
        }
        int c = pattern[position++];
        return c == '\\' ? escapedCharacter() : foldCase ? RegularExpression.folded(c) : c;
    }

    private Part repeated(Part part, int operator) {
        return switch (operator) {
            case '*' -> steps.atLeast(part, 0);
            case '+' -> steps.onceOrMore(part);
            case '?' -> steps.between(part, 0, 1);
            default -> counted(part);
        };
    }

    private Part counted(Part part) {
        int least = number();
        boolean range = peek() == ',';
        position += range ? 1 : 0;
        int most = range ? number() : least;
        if (peek() != '}') {
            throw new IllegalArgumentException("unmatched '{'");
        }
        position++;
        boolean endless = range && most == 0;
        if (least == 0 && most == 0) {
            throw new IllegalArgumentException("both m and n are zero in '{m,n}'");
        }
        if (!endless && most < least) {
            throw new IllegalArgumentException("n less than m in '{m,n}'");
        }
        return endless ? steps.atLeast(part, least) : steps.between(part, least, most);
    }

    private int number() {
        int number = 0;
        while (RegularExpression.isDigit(peek())) {
            number = Math.min(number * 10 + pattern[position++] - '0', RegularExpressionSteps.MOST);
        }
        return number;
    }

    /** The next character, or -1 at the end. */
    private int peek() {
        return position < pattern.length ? pattern[position] : -1;
    }
}

package org.safeward.engine.sqlite;

import java.util.Random;

/** Values of every storage type, mostly from the corners. */
public final class RandomValues {
    private RandomValues() {}

    public static Object value(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> real(random);
            case 3 -> random.nextInt(1_000_000_000) / 1e6;
            case 4 -> (random.nextInt(2_000_000) - 1_000_000) / 100.0;
            case 5 -> {
                byte[] blob = new byte[random.nextInt(40)];
                random.nextBytes(blob);
                yield blob;
            }
            default -> text(random);
        };
    }

    /** Any bits but those that are no number. */
    public static double real(Random random) {
        double value;
        do {
            long bits = random.nextLong();
            value = Double.longBitsToDouble(random.nextInt(3) == 0 ? bits & 0x801fffffffffffffL : bits);
        } while (Double.isNaN(value));
        return value;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0 -> text.append('\'');
                case 1 -> text.append((char) random.nextInt(32));
                case 2 -> text.append((char) (0x4e00 + random.nextInt(5000)));
                case 3 -> text.appendCodePoint(0x1F600 + random.nextInt(50));
                case 4 -> text.append("--;/*\"`[]".charAt(random.nextInt(9)));
                default -> text.append((char) (32 + random.nextInt(95)));
            }
        }
        return text.toString();
    }
}

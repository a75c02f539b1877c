package dev.mixer.cli;

/** What the command tells the shell. */
final class ExitCode {
    static final int OK = 0;
    /** The answer is no: problems in a configuration, a check that was refused, an expression without a value. */
    static final int PROBLEMS = 1;

    static final int USAGE = 2;
    /** There is no answer: the configuration cannot take effect, or the server cannot be asked. */
    static final int NO_ANSWER = 3;

    private ExitCode() {}
}

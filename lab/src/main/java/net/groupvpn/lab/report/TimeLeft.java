package net.groupvpn.lab.report;

/** Estimates the time left by the accuracy of the plan so far. */
final class TimeLeft {
  private static final double SECONDS_PER_MINUTE = 60;

  private final double plannedSeconds;
  private double done;
  private double elapsedAtDone;

  TimeLeft(double plannedSeconds) {
    this.plannedSeconds = plannedSeconds;
  }

  /** A part for which that time was planned is done, after that time since the beginning. */
  void done(double plannedPart, double elapsedSeconds) {
    done += plannedPart;
    elapsedAtDone = elapsedSeconds;
  }

  /** Seconds left, never less than none. */
  double seconds(double elapsedSeconds) {
    double pace = done > 0 ? elapsedAtDone / done : 1;
    return Math.max(0, (plannedSeconds - done) * pace - (elapsedSeconds - elapsedAtDone));
  }

  /** The same for people. */
  String toText(double elapsedSeconds) {
    double left = seconds(elapsedSeconds);
    return left < 2 * SECONDS_PER_MINUTE
        ? "about " + Math.round(left) + " s left"
        : "about " + Math.round(left / SECONDS_PER_MINUTE) + " min left";
  }
}

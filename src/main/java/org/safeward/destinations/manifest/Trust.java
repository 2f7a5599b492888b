package org.safeward.destinations.manifest;

/** Who vouches for a manifest. Only {@link #SIGNED_BY_US} makes its copy one of ours; any other is what somebody has put there. */
public enum Trust {
    /** By this installation, or by one that it was told to trust. */
    SIGNED_BY_US,
    SIGNED_BY_OTHER,
    UNSIGNED,
    /** There is a signature, and it is not one of this content by the key that it names. */
    BROKEN
}

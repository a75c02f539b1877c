package dev.mixer.engine.config.policy;

/** The spec of one kind of policy. */
public sealed interface PolicySpec
        permits AuthorizationPolicySpec,
                PeerAuthenticationSpec,
                RbacConfigSpec,
                RequestAuthenticationSpec,
                ServiceRoleBindingSpec,
                ServiceRoleSpec {}

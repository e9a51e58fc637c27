// Generated from openapi/v1.json by npm run api:types.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AbsenceRequest: {
            from: null | string;
            reason: null | string;
            to: null | string;
        };
        AbsenceResponse: {
            from: string;
            /** Format: uuid */
            id: string;
            reason: null | string;
            to: string;
        };
        AccessToken: {
            accessToken: string;
            /** Format: int32 */
            expiresIn: number;
            tokenType?: null | string;
        };
        Account: {
            displayName: string;
            /** Format: uuid */
            id: string;
            permissions: string[];
            roles: string[];
            /** Format: uuid */
            technicianId: null | string;
            userName: string;
        };
        AccountResponse: {
            displayName: string;
            /** Format: uuid */
            id: string;
            isActive: boolean;
            /** Format: date-time */
            lastSignInAt: string;
            roles: string[];
            /** Format: uuid */
            technicianId: null | string;
            userName: string;
        };
        AccountWithPassword: {
            displayName: string;
            /** Format: uuid */
            id: string;
            initialPassword: string;
            isActive: boolean;
            /** Format: date-time */
            lastSignInAt: string;
            roles: string[];
            /** Format: uuid */
            technicianId: null | string;
            userName: string;
        };
        AddNoteRequest: {
            text: null | string;
        };
        AddedAbsence: {
            affected: string[];
            /** Format: uuid */
            id: string;
        };
        AssignTicketRequest: {
            appointmentDate?: null | string;
            appointmentTime?: null | string;
            technicianId: null | string;
        };
        AssignmentHours: {
            /** Format: double */
            average: null | number;
            /** Format: int32 */
            count: number;
            /** Format: double */
            median: null | number;
        };
        AssignmentResponse: {
            candidates: components["schemas"]["CandidateResponse"][];
            /** Format: date-time */
            endedAt: string;
            /** Format: uuid */
            id: string;
            mode: string;
            reason: null | string;
            refusedFor: null | string;
            /** Format: date-time */
            requestedAt: string;
            requestedBy: string;
            rule: string;
            state: string;
            /** Format: uuid */
            technicianId: null | string;
            technicianName: null | string;
            /** Format: uuid */
            ticketId: string;
            /** Format: int32 */
            tries: number;
            /** Format: date-time */
            updatedAt: string;
            /** Format: uuid */
            wantedTechnicianId: null | string;
        };
        /** @enum {unknown} */
        AssignmentState: "RESERVED" | "ACTIVE" | "COMPLETED" | "RELEASED";
        AuditEntryResponse: {
            /** Format: uuid */
            accountId: null | string;
            action: string;
            actor: string;
            actorRole: string;
            /** Format: uuid */
            actorUserId: null | string;
            /** Format: date-time */
            at: string;
            clientAddress: null | string;
            details: components["schemas"]["JsonElement"];
            /** Format: uuid */
            id: string;
            result: string;
            service: string;
            /** Format: uuid */
            ticketId: null | string;
            ticketNo: null | string;
        };
        BoardHours: {
            /** Format: time */
            from: string;
            /** Format: time */
            to: string;
        };
        BoardResponse: {
            technicians: components["schemas"]["BoardTechnician"][];
            unassigned: string[];
        };
        /** @enum {unknown} */
        BoardStatus: "RESERVED" | "ASSIGNED" | "IN_PROGRESS" | "COMPLETED";
        BoardTechnician: {
            absences: components["schemas"]["AbsenceResponse"][];
            /** Format: int32 */
            booked: number;
            /** Format: int32 */
            capacity: number;
            /** Format: uuid */
            id: string;
            name: string;
            visits: components["schemas"]["BoardVisit"][];
            workingHours: components["schemas"]["BoardHours"][];
        };
        BoardVisit: {
            /** Format: time */
            end: string;
            /** Format: time */
            start: string;
            status: components["schemas"]["BoardStatus"];
            /** Format: uuid */
            ticketId: string;
            ticketNo: string;
        };
        BookedSlot: {
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            state: components["schemas"]["AssignmentState"];
            /** Format: uuid */
            ticketId: string;
            ticketNo: string;
        };
        BookingRequest: {
            address: null | string;
            appointmentDate: null | string;
            appointmentTime: null | string;
            centerId?: null | string;
            customerName: null | string;
            customerPhone: null | string;
            issueDesc: null | string;
            productModel?: null | string;
            serialNumber?: null | string;
        };
        BookingStatus: {
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            status: components["schemas"]["TicketStatus"];
            technicianName: null | string;
            ticketNo: string;
            timeline: components["schemas"]["TimelineEntry"][];
        };
        CalendarRequest: {
            holidays: null | components["schemas"]["HolidayRequest"][];
            workingHours: null | components["schemas"]["HoursRequest"][];
        };
        CancelOwnTicketRequest: {
            reason: null | string;
        };
        CancelTicketRequest: {
            reason: null | string;
        };
        CandidateResponse: {
            centerMatch: boolean;
            chosen: boolean;
            /** Format: date-time */
            lastAssignedAt: string;
            /** Format: int32 */
            load7d: number;
            /** Format: uuid */
            technicianId: string;
            technicianName: null | string;
        };
        CenterCalendar: {
            holidays: components["schemas"]["Holiday"][];
            workingHours: components["schemas"]["WorkingHours"][];
        };
        CenterItem: {
            /** Format: uuid */
            id: string;
            name: string;
            regions: string[];
        };
        CenterList: {
            items: components["schemas"]["CenterItem"][];
        };
        CenterRequest: {
            name: null | string;
            regions: null | string[];
        };
        ChangeAccountRequest: {
            displayName: null | string;
            isActive: null | boolean;
            roles: null | string[];
        };
        ChangePasswordRequest: {
            currentPassword: null | string;
            newPassword: null | string;
        };
        CompletionFees: {
            /** Format: int64 */
            labour: null | number;
            /** Format: int64 */
            travel: null | number;
        };
        CompletionHours: {
            /** Format: int32 */
            count: number;
            /** Format: double */
            median: null | number;
            /** Format: double */
            p90: null | number;
        };
        CompletionPart: {
            code: null | string;
            name: null | string;
            oldPartReturned: null | boolean;
            /** Format: int32 */
            quantity: null | number;
            /** Format: int64 */
            unitPrice: null | number;
        };
        CompletionRequest: {
            chargeReason?: null | string;
            faultCode?: null | string;
            fees?: null | components["schemas"]["CompletionFees"];
            parts?: null | components["schemas"]["CompletionPart"][];
            resolution?: null | string;
            verificationCode?: null | string;
        };
        /** @enum {unknown} */
        Coverage: "UNKNOWN" | "IN_WARRANTY" | "EXTENDED" | "OUT_OF_WARRANTY";
        CreateAccountRequest: {
            displayName: null | string;
            roles: null | string[];
            userName: null | string;
        };
        Credentials: {
            password: null | string;
            totp?: null | string;
            userName: null | string;
        };
        DayCount: {
            /** Format: int32 */
            canceled: number;
            /** Format: int32 */
            completed: number;
            /** Format: date */
            date: string;
            /** Format: double */
            medianHours: null | number;
            /** Format: int32 */
            total: number;
        };
        EditTicketRequest: {
            address: null | string;
            centerId: null | string;
            customerName: null | string;
            customerPhone: null | string;
            issueDesc: null | string;
            productModel: null | string;
            serialNumber?: null | string;
        };
        EnrolTotpRequest: {
            currentPassword: null | string;
        };
        EnrolledTotp: {
            secret: string;
            uri: string;
        };
        FaultImageResponse: {
            checksumSha256: string;
            contentType: string;
            duplicate: boolean;
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            imageId: string;
            /** Format: int64 */
            size: number;
            type: string;
            /** Format: int32 */
            width: number;
        };
        FaultUploadResponse: {
            items: components["schemas"]["FaultImageResponse"][];
        };
        FindByPhoneRequest: {
            customerPhone: null | string;
        };
        FollowUpTicketRequest: {
            appointmentDate: null | string;
            appointmentTime: null | string;
            issueDesc: null | string;
        };
        Holiday: {
            /** Format: date */
            date: string;
            name: string;
            working: boolean;
        };
        HolidayRequest: {
            date: null | string;
            name: null | string;
            working: null | boolean;
        };
        HoursRequest: {
            from: null | string;
            to: null | string;
            /** Format: int32 */
            weekday: null | number;
        };
        ImageResponse: {
            checksumSha256: string;
            contentType: string;
            duplicate: boolean;
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            imageId: string;
            /** Format: int64 */
            size: number;
            thumbnailUrl: string;
            type: string;
            /** Format: date-time */
            uploadedAt: string;
            uploadedBy: string;
            url: string;
            /** Format: int32 */
            width: number;
        };
        ImportedProducts: {
            /** Format: int32 */
            changed: number;
            /** Format: int32 */
            created: number;
            refused: components["schemas"]["RefusedLine"][];
        };
        JsonElement: unknown;
        ListResponseOfAbsenceResponse: {
            items: components["schemas"]["AbsenceResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfAccountResponse: {
            items: components["schemas"]["AccountResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfAuditEntryResponse: {
            items: components["schemas"]["AuditEntryResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfBookedSlot: {
            items: components["schemas"]["BookedSlot"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfImageResponse: {
            items: components["schemas"]["ImageResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfProductResponse: {
            items: components["schemas"]["ProductResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfSecurityEventResponse: {
            items: components["schemas"]["SecurityEventResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfServiceCenterResponse: {
            items: components["schemas"]["ServiceCenterResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfTechnicianResponse: {
            items: components["schemas"]["TechnicianResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfTicketEventResponse: {
            items: components["schemas"]["TicketEventResponse"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        ListResponseOfTicketSummary: {
            items: components["schemas"]["TicketSummary"][];
            nextCursor?: null | string;
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            pageSize: number;
            /** Format: int32 */
            total: number;
            /** @default true */
            totalIsExact: boolean;
        };
        LookUpRequest: {
            customerPhone: null | string;
            ticketNo: null | string;
        };
        NoticeChoice: {
            wanted: null | boolean;
        };
        NoticeEntry: {
            /** Format: date-time */
            at: string;
            channel: string;
            kind: components["schemas"]["NoticeKind"];
            state: components["schemas"]["NoticeState"];
            /** Format: int32 */
            tries: number;
        };
        /** @enum {unknown} */
        NoticeKind: "BOOKED" | "CONFIRMED" | "ASSIGNED" | "REMINDER" | "ON_THE_WAY" | "COMPLETED" | "MOVED" | "CANCELED";
        /** @enum {unknown} */
        NoticeState: "PENDING" | "SENT" | "WITHDRAWN" | "FAILED";
        OwnTicket: {
            addressMasked: string;
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            can: components["schemas"]["OwnTicketActions"];
            /** Format: uuid */
            centerId: null | string;
            coverage: components["schemas"]["Coverage"];
            isCurrent: boolean;
            noticesWanted: boolean;
            productModel: null | string;
            rating: null | components["schemas"]["OwnTicketRating"];
            serialNumber: null | string;
            status: components["schemas"]["TicketStatus"];
            technicianName: null | string;
            ticketNo: string;
            timeline: components["schemas"]["TimelineEntry"][];
            /** Format: date-time */
            urgedAt: string;
            verificationCode: null | string;
        };
        OwnTicketActions: {
            cancel: boolean;
            rate: boolean;
            reschedule: boolean;
            urge: boolean;
        };
        OwnTicketRating: {
            /** Format: date-time */
            at: string;
            comment: null | string;
            /** Format: int32 */
            score: number;
        };
        PendingAssignment: {
            assignment: components["schemas"]["Progress"];
        };
        PrioritizeTicketRequest: {
            priority: null | string;
        };
        ProblemDetails: {
            detail?: null | string;
            instance?: null | string;
            /** Format: int32 */
            status?: null | number;
            title?: null | string;
            type?: null | string;
        };
        ProductResponse: {
            category: null | string;
            coverage: components["schemas"]["Coverage"];
            /** Format: date */
            extendedUntil: null | string;
            model: string;
            /** Format: date */
            purchasedOn: null | string;
            serialNumber: string;
            tickets: components["schemas"]["ProductTicket"][];
            /** Format: int32 */
            warrantyMonths: null | number;
            /** Format: date */
            warrantyUntil: null | string;
        };
        ProductTicket: {
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            status: components["schemas"]["TicketStatus"];
            /** Format: uuid */
            ticketId: string;
            ticketNo: string;
        };
        Progress: {
            /** Format: uuid */
            id: string;
            state: string;
        };
        PublicProduct: {
            category: null | string;
            coverage: components["schemas"]["Coverage"];
            /** Format: date */
            extendedUntil: null | string;
            model: string;
            serialNumber: string;
            /** Format: date */
            warrantyUntil: null | string;
        };
        PutProductRequest: {
            category: null | string;
            extendedUntil: null | string;
            model: null | string;
            purchasedOn: null | string;
            serialNumber: null | string;
            /** Format: int32 */
            warrantyMonths: null | number;
        };
        RateOwnTicketRequest: {
            comment: null | string;
            /** Format: int32 */
            score: null | number;
        };
        RecoveryCodesResponse: {
            recoveryCodes: string[];
        };
        RefusedLine: {
            code: string;
            field: string;
            /** Format: int32 */
            line: number;
        };
        RegionItem: {
            code: string;
            name: string;
            parts: components["schemas"]["RegionItem"][];
        };
        RegionList: {
            items: components["schemas"]["RegionItem"][];
        };
        RemoveTotpRequest: {
            currentPassword: null | string;
            totp: null | string;
        };
        ReplayRequest: {
            from: null | string;
            queue: null | string;
            ticket: null | string;
            to: null | string;
        };
        ReplayResponse: {
            /** Format: int32 */
            events: number;
            /** Format: date-time */
            from: string;
            /** Format: int32 */
            notKept: number;
            queue: string;
            ticketNo: null | string;
            /** Format: date-time */
            to: string;
        };
        ReportFees: {
            /** Format: int64 */
            labour: number;
            /** Format: int64 */
            travel: number;
        };
        ReportPart: {
            code: string;
            name: string;
            oldPartReturned: null | boolean;
            /** Format: int32 */
            quantity: number;
            /** Format: int64 */
            unitPrice: number;
        };
        RescheduleOwnTicketRequest: {
            appointmentDate: null | string;
            appointmentTime: null | string;
        };
        RescheduleTicketRequest: {
            appointmentDate: null | string;
            appointmentTime: null | string;
        };
        ReturnTicketRequest: {
            reason: null | string;
        };
        RevealedPhone: {
            customerPhone: string;
        };
        SecurityEventResponse: {
            /** Format: uuid */
            accountId: null | string;
            action: string;
            actor: string;
            actorRole: string;
            /** Format: uuid */
            actorUserId: null | string;
            /** Format: date-time */
            at: string;
            clientAddress: null | string;
            details: components["schemas"]["JsonElement"];
            /** Format: uuid */
            id: string;
            result: string;
        };
        ServiceCenterResponse: {
            /** Format: uuid */
            id: string;
            name: string;
            regions: string[];
            timeZone: string;
        };
        SignedIn: {
            user: components["schemas"]["Account"];
        };
        SlotItem: {
            /** Format: int32 */
            remaining: null | number;
            /** Format: time */
            time: string;
        };
        SlotList: {
            items: components["schemas"]["SlotItem"][];
            windows: components["schemas"]["WindowItem"][];
        };
        SubmittedBooking: {
            manageUrl: string;
            status: components["schemas"]["TicketStatus"];
            /** Format: uuid */
            ticketId: string;
            ticketNo: string;
        };
        TechnicianCount: {
            /** Format: int32 */
            completed: number;
            /** Format: uuid */
            technicianId: string;
            technicianName: null | string;
            /** Format: int32 */
            total: number;
        };
        TechnicianRequest: {
            centerId: null | string;
            /** Format: int32 */
            dailyCapacity?: null | number;
            /** Format: double */
            homeLatitude?: null | number;
            /** Format: double */
            homeLongitude?: null | number;
            isActive: null | boolean;
            name: null | string;
            phone: null | string;
            skills: null | string[];
            userName: null | string;
            workingHours?: null | components["schemas"]["HoursRequest"][];
        };
        TechnicianResponse: {
            /** Format: uuid */
            centerId: string;
            centerName: string;
            /** Format: int32 */
            dailyCapacity: null | number;
            /** Format: double */
            homeLatitude: null | number;
            /** Format: double */
            homeLongitude: null | number;
            /** Format: uuid */
            id: string;
            isActive: boolean;
            /** Format: int32 */
            load7d: number;
            name: string;
            phoneMasked: string;
            skills: string[];
            userName: null | string;
            /** Format: int32 */
            version: number;
            workingHours: components["schemas"]["WorkingHours"][];
        };
        /** @enum {unknown} */
        TicketAction: "BOOKED" | "CONFIRMED" | "RESCHEDULED" | "EDITED" | "ASSIGNED" | "REASSIGNED" | "ASSIGNMENT_FAILED" | "STARTED" | "RECEIPT_UPLOADED" | "RECEIPT_REMOVED" | "COMPLETED" | "CANCELED" | "PHONE_REVEALED" | "RETURNED" | "ERASED" | "URGED" | "RATED" | "NOTED" | "PRIORITY_CHANGED";
        TicketEventResponse: {
            action: components["schemas"]["TicketAction"];
            actor: string;
            actorRole: string;
            /** Format: date-time */
            at: string;
            details: components["schemas"]["JsonElement"];
            fromStatus: null | components["schemas"]["TicketStatus"];
            /** Format: uuid */
            id: string;
            toStatus: components["schemas"]["TicketStatus"];
        };
        TicketImageResponse: {
            checksumSha256: string;
            contentType: string;
            /** Format: int32 */
            height: number;
            /** Format: uuid */
            imageId: string;
            /** Format: int64 */
            size: number;
            type: string;
            /** Format: date-time */
            uploadedAt: string;
            uploadedBy: string;
            url: string;
            /** Format: int32 */
            width: number;
        };
        /** @enum {unknown} */
        TicketPriority: "LOW" | "NORMAL" | "HIGH" | "URGENT";
        TicketRating: {
            /** Format: date-time */
            at: string;
            comment: null | string;
            /** Format: int32 */
            score: number;
        };
        TicketResponse: {
            address?: string;
            /** Format: date */
            appointmentDate?: string;
            /** Format: time */
            appointmentTime?: string;
            canceledReason?: null | string;
            /** Format: uuid */
            centerId?: null | string;
            centerName?: null | string;
            chargeReason?: null | string;
            /** Format: date-time */
            completeDueAt?: string;
            /** Format: date-time */
            completedAt?: string;
            coverage?: components["schemas"]["Coverage"];
            /** Format: date-time */
            createdAt?: string;
            customerName?: string;
            customerPhoneMasked?: string;
            /** Format: date-time */
            erasedAt?: string;
            events: components["schemas"]["TicketEventResponse"][];
            faultCode?: null | string;
            fees?: null | components["schemas"]["ReportFees"];
            /** Format: uuid */
            followUpOf?: null | string;
            /** Format: uuid */
            id?: string;
            images: components["schemas"]["TicketImageResponse"][];
            issueDesc?: string;
            manageUrl?: null | string;
            overdue?: boolean;
            parts?: components["schemas"]["ReportPart"][];
            possibleDuplicates?: null | string[];
            priority?: components["schemas"]["TicketPriority"];
            productModel?: null | string;
            rating?: null | components["schemas"]["TicketRating"];
            /** Format: int32 */
            receiptCount?: number;
            resolution?: null | string;
            serialNumber?: null | string;
            status?: components["schemas"]["TicketStatus"];
            /** Format: uuid */
            technicianId?: null | string;
            technicianName?: null | string;
            /** Format: uuid */
            ticketId?: string;
            ticketNo?: string;
            /** Format: int64 */
            total?: null | number;
            /** Format: date-time */
            updatedAt?: string;
            /** Format: date-time */
            urgedAt?: string;
            /** Format: int32 */
            version?: number;
            /** Format: date-time */
            visitDueAt?: string;
        };
        TicketStats: {
            assignmentHours: components["schemas"]["AssignmentHours"];
            /** Format: int32 */
            bookedToday: number;
            byDay: components["schemas"]["DayCount"][];
            byStatus: {
                [key: string]: number;
            };
            byTechnician: components["schemas"]["TechnicianCount"][];
            /** Format: uuid */
            centerId: null | string;
            completionHours: components["schemas"]["CompletionHours"];
            /** Format: date */
            from: null | string;
            /** Format: int32 */
            overdue: number;
            /** Format: date */
            to: null | string;
            /** Format: int32 */
            total: number;
        };
        /** @enum {unknown} */
        TicketStatus: "BOOKED" | "CONFIRMED" | "ASSIGNED" | "IN_PROGRESS" | "COMPLETED" | "CANCELED";
        TicketSummary: {
            address: string;
            /** Format: date */
            appointmentDate: string;
            /** Format: time */
            appointmentTime: string;
            canceledReason: null | string;
            /** Format: uuid */
            centerId: null | string;
            centerName: null | string;
            chargeReason: null | string;
            /** Format: date-time */
            completeDueAt: string;
            /** Format: date-time */
            completedAt: string;
            coverage: components["schemas"]["Coverage"];
            /** Format: date-time */
            createdAt: string;
            customerName: string;
            customerPhoneMasked: string;
            /** Format: date-time */
            erasedAt: string;
            faultCode: null | string;
            fees: null | components["schemas"]["ReportFees"];
            /** Format: uuid */
            followUpOf: null | string;
            /** Format: uuid */
            id: string;
            issueDesc: string;
            overdue: boolean;
            parts: components["schemas"]["ReportPart"][];
            priority: components["schemas"]["TicketPriority"];
            productModel: null | string;
            rating: null | components["schemas"]["TicketRating"];
            /** Format: int32 */
            receiptCount: number;
            resolution: null | string;
            serialNumber: null | string;
            status: components["schemas"]["TicketStatus"];
            /** Format: uuid */
            technicianId: null | string;
            technicianName: null | string;
            ticketNo: string;
            /** Format: int64 */
            total: null | number;
            /** Format: date-time */
            updatedAt: string;
            /** Format: date-time */
            urgedAt: string;
            /** Format: int32 */
            version: number;
            /** Format: date-time */
            visitDueAt: string;
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            status: components["schemas"]["TicketStatus"];
        };
        TotpRequest: {
            totp: null | string;
        };
        UploadResponse: {
            items: components["schemas"]["ImageResponse"][];
        };
        WindowItem: {
            /** Format: time */
            from: string;
            /** Format: int32 */
            remaining: null | number;
            /** Format: time */
            time: string;
            /** Format: time */
            to: string;
        };
        WorkingHours: {
            /** Format: time */
            from: string;
            /** Format: time */
            to: string;
            /** Format: int32 */
            weekday: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
